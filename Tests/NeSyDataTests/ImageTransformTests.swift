import Foundation
import NeSyData
import NeSyFormats
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct ImageTransformTests {
    private static let hasPillow: Bool = run(["-c", "import PIL"]) != nil

    /// What python3 prints; nil when it is not there or fails.
    private static func run(_ arguments: [String]) -> Data? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? data : nil
    }

    private static func noise(_ width: Int, _ height: Int, _ channels: Int) -> RasterImage {
        var random = SplitMix64(seed: UInt64(width * 1000 + height))
        return RasterImage(
            width: width, height: height, channels: channels,
            (0..<width * height * channels).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }

    @Test(
        .enabled(if: hasPillow),
        arguments: [
            (40, 30, 17, 13), (40, 30, 80, 61), (7, 5, 3, 9), (64, 64, 64, 20), (13, 50, 1, 1), (1, 1, 5, 4),
            (300, 2, 7, 2),
        ])
    func resizingAgreesWithPillow(_ width: Int, _ height: Int, _ targetWidth: Int, _ targetHeight: Int) throws {
        let folder = TemporaryFolder()
        let image = Self.noise(width, height, 3)
        try SmallImages.write(folder, "image.png", PNG.encode(image))
        let script =
            "import sys; from PIL import Image; sys.stdout.buffer.write("
            + "Image.open(sys.argv[1]).resize((int(sys.argv[2]), int(sys.argv[3])), Image.BILINEAR).tobytes())"
        let expected = try #require(
            Self.run(["-c", script, folder("image.png"), String(targetWidth), String(targetHeight)]))
        let result = ImageTransform(height: targetHeight, width: targetWidth, channels: .rgb).tensor(image)
        try #require(expected.count == result.count)
        for (value, byte) in zip(result.values, expected) { #expect(abs(value - Float(byte) / 255) <= 1.001 / 255) }
    }

    @Test func aFlatImageStaysFlat() {
        let image = RasterImage(width: 37, height: 23, channels: 1, [UInt8](repeating: 200, count: 37 * 23))
        for (height, width) in [(5, 5), (23, 37), (100, 90), (1, 1)] {
            let result = ImageTransform(height: height, width: width, channels: .grey).tensor(image)
            for value in result.values { #expect(abs(value - 200 / 255) < 1e-6) }
        }
    }

    @Test func halvingAveragesByTheTriangle() {
        // Weights 1 3 3 1 over 8 inside, at the borders 3 3 1 over 7.
        let image = RasterImage(width: 4, height: 1, channels: 1, [0, 70, 140, 210])
        let result = ImageTransform(height: 1, width: 2, channels: .grey).tensor(image)
        let expected: [Float] = [(3 * 0 + 3 * 70 + 140) / 7, (70 + 3 * 140 + 3 * 210) / 7]
        for (value, target) in zip(result.values, expected) { #expect(abs(value * 255 - target) < 1e-3) }
    }

    @Test func channelsAreConverted() {
        let colour = RasterImage(width: 1, height: 1, channels: 4, [255, 0, 0, 7])
        let grey = ImageTransform(height: 1, width: 1, channels: .grey).tensor(colour)
        #expect(abs(grey.values[0] - 0.299) < 1e-6)
        let two = RasterImage(width: 1, height: 1, channels: 2, samples: .sixteenBit([65535, 0]))
        #expect(ImageTransform(height: 1, width: 1, channels: .rgb).tensor(two).values == [1, 1, 1])
    }

    @Test func standardisedImagesHaveMeanZeroAndDeviationOne() {
        let values = ImageTransform(height: 20, width: 20, channels: .rgb, normalisation: .standardise)
            .tensor(Self.noise(20, 20, 3)).values.map { Double($0) }
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
        #expect(abs(mean) < 1e-6)
        #expect(abs(square - 1) < 1e-5)
        let flat = RasterImage(width: 3, height: 3, channels: 1, [UInt8](repeating: 9, count: 9))
        let standard = ImageTransform(height: 3, width: 3, channels: .grey, normalisation: .standardise)
        for value in standard.tensor(flat).values { #expect(abs(value) < 1e-6) }
    }

    @Test func fixedStatisticsAreByChannel() {
        let image = RasterImage(width: 1, height: 1, channels: 3, [255, 0, 255])
        let result = ImageTransform(height: 1, width: 1, channels: .rgb, normalisation: .imageNet).tensor(image)
        let expected: [Float] = [(1 - 0.485) / 0.229, -0.456 / 0.224, (1 - 0.406) / 0.225]
        for (value, target) in zip(result.values, expected) { #expect(abs(value - target) < 1e-5) }
        let one = ImageTransform(
            height: 1, width: 1, channels: .grey, normalisation: .fixed(mean: [0.5], deviation: [0.25]))
        #expect(one.tensor(RasterImage(width: 1, height: 1, channels: 1, [255])).values == [2])
    }

    @Test func aCentreCropKeepsTheMiddle() {
        let image = RasterImage(width: 6, height: 2, channels: 1, (0..<12).map { UInt8($0 * 20) })
        let square = ImageTransform(height: 2, width: 2, channels: .grey, fit: .centreCrop(part: 1)).tensor(image)
        #expect(square.values.map { ($0 * 255).rounded() } == [40, 60, 160, 180])
    }

    @Test func flipsAndShiftsMoveWholePixels() throws {
        let block = PixelBlock(height: 1, width: 3, channels: 1, bytes: [10, 20, 30])
        let dataset = ImageDataset(block, classes: ["a"], labels: [0], splits: [.train])
        func seen(_ augmentation: Augmentation) throws -> Set<[Float]> {
            let transform = ImageTransform(height: 1, width: 3, channels: .grey, augmentation: augmentation)
            let loader = BatchLoader(dataset, transform: transform, batchSize: 1, seed: 4)
            return Set(
                try (0..<60).map {
                    try loader.batch(indices: [0], epoch: $0).images.values.map { ($0 * 255).rounded() }
                })
        }
        #expect(try seen(Augmentation(flipsHorizontally: true)) == [[10, 20, 30], [30, 20, 10]])
        #expect(try seen(Augmentation(shift: 1)) == [[10, 20, 30], [20, 30, 30], [10, 10, 20]])
        #expect(try seen(Augmentation(leastCrop: 0.5)).count > 20)
        #expect(try seen(.none).count == 1)
    }
}
