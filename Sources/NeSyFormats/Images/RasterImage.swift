import NeSyTensor

/// An image as it stands in a file: rows from the top, pixels from the left, the channels of a pixel together.
public struct RasterImage: Sendable, Hashable {
    public enum Samples: Sendable, Hashable {
        case eightBit([UInt8])
        case sixteenBit([UInt16])

        public var count: Int {
            switch self {
            case .eightBit(let values): values.count
            case .sixteenBit(let values): values.count
            }
        }
    }

    public let width: Int
    public let height: Int
    /// 1 grey (or ids), 2 grey and alpha, 3 RGB, 4 RGBA.
    public let channels: Int
    public let samples: Samples

    /// The most pixels an image may have; the bound that Pillow warns at.
    public static let pixelLimit = 178_956_970

    /// - Precondition: extents are positive, channels 1 to 4, and the samples fill the image exactly.
    public init(width: Int, height: Int, channels: Int, samples: Samples) {
        precondition(width > 0 && height > 0 && (1...4).contains(channels))
        precondition(samples.count == width * height * channels, "samples do not fill the image")
        self.width = width
        self.height = height
        self.channels = channels
        self.samples = samples
    }

    /// An image of 8-bit samples.
    public init(width: Int, height: Int, channels: Int, _ samples: [UInt8]) {
        self.init(width: width, height: height, channels: channels, samples: .eightBit(samples))
    }

    public var pixelCount: Int { width * height }
    public var bitsPerSample: Int { if case .eightBit = samples { 8 } else { 16 } }

    /// One sample as an integer: up to 255, or up to 65535.
    public subscript(x: Int, y: Int, channel: Int) -> Int {
        precondition(x >= 0 && x < width && y >= 0 && y < height && channel >= 0 && channel < channels)
        let index = (y * width + x) * channels + channel
        switch samples {
        case .eightBit(let values): return Int(values[index])
        case .sixteenBit(let values): return Int(values[index])
        }
    }

    /// Every sample as an integer: the ids of a mask.
    public var integers: [Int32] {
        switch samples {
        case .eightBit(let values): values.map { Int32($0) }
        case .sixteenBit(let values): values.map { Int32($0) }
        }
    }

    /// `[height, width, channels]` with samples scaled to 0…1.
    public var tensor: Tensor {
        let shape: Shape = [height, width, channels]
        switch samples {
        case .eightBit(let values): return Tensor(shape, values.map { Float($0) / 255 })
        case .sixteenBit(let values): return Tensor(shape, values.map { Float($0) / 65535 })
        }
    }
}
