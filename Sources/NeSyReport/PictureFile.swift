/// A picture that is ready to be written: a plain file name and the bytes of the file.
public struct PictureFile: Sendable, Hashable {
    public var name: String
    public var bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}
