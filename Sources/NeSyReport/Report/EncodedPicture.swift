/// A picture as the bytes of a PNG or JPEG file, ready to be put into a page or beside it.
public struct EncodedPicture: Sendable, Hashable {
    public enum Format: String, Sendable, Hashable {
        case png
        case jpeg
    }

    public let bytes: [UInt8]
    public let format: Format
    /// Pixels.
    public let width: Int
    public let height: Int

    public init(bytes: [UInt8], format: Format, width: Int, height: Int) {
        precondition(width > 0 && height > 0)
        self.bytes = bytes
        self.format = format
        self.width = width
        self.height = height
    }
}
