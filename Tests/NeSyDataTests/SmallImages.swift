import NeSyData
import NeSyFormats
import NeSyStorage
import NeSyTestSupport
import Testing

/// Small pictures and folders for the tests of this module.
enum SmallImages {
    /// A picture whose samples tell its number.
    static func image(_ number: Int, width: Int = 6, height: Int = 5, channels: Int = 3) -> RasterImage {
        let samples = (0..<width * height * channels).map { UInt8(truncatingIfNeeded: $0 * 7 + number * 31) }
        return RasterImage(width: width, height: height, channels: channels, samples)
    }

    /// Writes PNG files; their folders are made.
    static func write(_ folder: TemporaryFolder, _ names: [String]) throws {
        for (number, name) in names.enumerated() {
            try write(folder, name, PNG.encode(image(number)))
        }
    }

    static func write(_ folder: TemporaryFolder, _ name: String, _ bytes: [UInt8]) throws {
        let path = folder(name)
        if let slash = path.lastIndex(of: "/") { try FileSystem.system.makeDirectory(String(path[..<slash])) }
        try FileSystem.system.write(path, bytes)
    }

    /// `count` grey pictures in memory, image i filled with i, of classes in turn.
    static func dataset(_ count: Int, classes: Int = 3, side: Int = 4) -> ImageDataset {
        let bytes = (0..<count).flatMap { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: side * side) }
        return ImageDataset(
            PixelBlock(height: side, width: side, channels: 1, bytes: bytes),
            classes: (0..<classes).map { "class \($0)" }, labels: (0..<count).map { Int32($0 % classes) },
            splits: [DataSplit](repeating: .train, count: count))
    }
}
