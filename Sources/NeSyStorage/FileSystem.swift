#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The one door through which bytes enter and leave the disk.
///
/// Every call goes through ``intercept`` first, so that a test can make the n-th one fail.
public struct FileSystem: Sendable {
    /// Called before every file operation; what it throws is the operation's result.
    public var intercept: (@Sendable (StorageError.Operation, String) throws(StorageError) -> Void)?

    public init(intercept: (@Sendable (StorageError.Operation, String) throws(StorageError) -> Void)? = nil) {
        self.intercept = intercept
    }

    /// The disk as it is.
    public static let system = FileSystem()

    func check(_ operation: StorageError.Operation, _ path: String) throws(StorageError) {
        if let intercept { try intercept(operation, path) }
    }

    static func reason(_ code: Int32) -> StorageError.Reason {
        switch code {
        case ENOENT: .notFound
        case EACCES, EPERM, EROFS: .permissionDenied
        case ENOSPC, EDQUOT: .diskFull
        case EISDIR: .isDirectory
        case ENOTDIR: .notDirectory
        case EEXIST: .alreadyExists
        default: .system(errno: code)
        }
    }
}
