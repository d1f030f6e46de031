import NeSyFormats
import NeSyStorage
import NeSyTensor

/// Image files below a folder, decoded when they are asked for.
public struct ImageFiles: Sendable {
    public let root: String
    /// Below the root.
    public let paths: [String]
    let fileSystem: FileSystem

    public init(root: String, paths: [String], fileSystem: FileSystem = .system) {
        self.root = root
        self.paths = paths
        self.fileSystem = fileSystem
    }

    /// The largest file that is read; more than any image of the pixels allowed needs.
    static let sizeLimit = 1 << 30

    public func path(_ position: Int) -> String { root + "/" + paths[position] }

    /// The bytes of one file.
    func read(_ position: Int) throws(NeSyError) -> [UInt8] {
        try fileSystem.decode(path(position), limit: ImageFiles.sizeLimit) { $0 }
    }
}
