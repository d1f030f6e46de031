/// A file operation that failed: which, on which path, and why.
public struct StorageError: Error, Sendable, Hashable {
    /// `open` is opening to read, `create` opening to write.
    public enum Operation: String, Sendable, Hashable, CaseIterable {
        case open, read, create, write, sync, rename, close, list, makeDirectory = "make folder", remove, inspect
    }

    public enum Reason: Sendable, Hashable {
        case notFound
        case permissionDenied
        case diskFull
        case isDirectory
        case notDirectory
        case alreadyExists
        case tooLarge(limit: Int)
        case system(errno: Int32)
    }

    public let operation: Operation
    public let path: String
    public let reason: Reason

    public init(_ operation: Operation, _ path: String, _ reason: Reason) {
        self.operation = operation
        self.path = path
        self.reason = reason
    }
}
