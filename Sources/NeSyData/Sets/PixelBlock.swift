import NeSyTensor

/// Images of one size in memory: 8-bit samples, one image after another, each `[height, width, channels]`.
public struct PixelBlock: Sendable, Hashable {
    public let height: Int
    public let width: Int
    /// 1 grey, 3 RGB; 2 and 4 with alpha behind.
    public let channels: Int
    public let bytes: [UInt8]

    /// - Precondition: extents are positive, channels 1 to 4, and the bytes fill whole images.
    public init(height: Int, width: Int, channels: Int, bytes: [UInt8]) {
        precondition(height > 0 && width > 0 && (1...4).contains(channels))
        precondition(bytes.count % (height * width * channels) == 0, "the bytes fill no whole number of images")
        self.height = height
        self.width = width
        self.channels = channels
        self.bytes = bytes
    }

    /// The bytes of one image.
    public var imageSize: Int { height * width * channels }

    /// The number of images.
    public var count: Int { bytes.count / imageSize }
}
