#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension FileSystem {
    /// What the temporary names of unfinished files begin with. The number of the writing process follows.
    public static let temporaryPrefix = ".nesy-unfinished-"

    /// Writes a whole file or none: to a temporary name beside it, synced, then renamed over the old one.
    public func write(_ path: String, _ bytes: some Collection<UInt8>) throws(StorageError) {
        let contiguous = Array(bytes)
        let (folder, name) = FileSystem.split(path)
        let temporary = folder + FileSystem.temporaryPrefix + "\(getpid())-" + name
        try check(.create, path)
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw StorageError(.create, path, FileSystem.reason(errno)) }
        do throws(StorageError) {
            try finish(file, contiguous, path)
            try check(.rename, path)
            guard rename(temporary, path) == 0 else {
                throw StorageError(.rename, path, FileSystem.reason(errno))
            }
        } catch {
            unlink(temporary)
            throw error
        }
        // The rename itself is durable once the folder is synced; a failure here loses nothing written.
        let directory = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    public func write(_ path: String, _ text: String) throws(StorageError) { try write(path, Array(text.utf8)) }

    /// Adds bytes behind those of a file, which is made if it is not there. When it fails, the file is as it was.
    ///
    /// For logs that others read while they grow: a reader may meet the last bytes half written.
    public func append(_ path: String, _ bytes: some Collection<UInt8>) throws(StorageError) {
        try check(.create, path)
        let mode = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
        var file = open(path, mode | O_EXCL, 0o644)
        let isNew = file >= 0
        if !isNew && errno == EEXIST { file = open(path, mode, 0o644) }
        guard file >= 0 else { throw StorageError(.create, path, FileSystem.reason(errno)) }
        let length = lseek(file, 0, SEEK_END)
        do throws(StorageError) {
            try finish(file, Array(bytes), path)
        } catch {
            if isNew {
                unlink(path)
            } else if length >= 0 {
                _ = truncate(path, length)
            }
            throw error
        }
    }

    /// Writes the bytes to the disk and closes the file; when it fails, the file is closed too.
    private func finish(_ file: Int32, _ bytes: [UInt8], _ path: String) throws(StorageError) {
        do throws(StorageError) {
            try fill(file, bytes, path)
        } catch {
            close(file)
            throw error
        }
        let isClosed = close(file) == 0
        let closing = errno
        try check(.close, path)
        guard isClosed else { throw StorageError(.close, path, FileSystem.reason(closing)) }
    }

    private func fill(_ file: Int32, _ bytes: [UInt8], _ path: String) throws(StorageError) {
        var written = 0
        while written < bytes.count {
            try check(.write, path)
            let put = bytes.withUnsafeBytes { area in
                #if canImport(Glibc)
                    Glibc.write(file, area.baseAddress! + written, min(area.count - written, 1 << 26))
                #elseif canImport(Musl)
                    Musl.write(file, area.baseAddress! + written, min(area.count - written, 1 << 26))
                #else
                    Darwin.write(file, area.baseAddress! + written, min(area.count - written, 1 << 26))
                #endif
            }
            if put < 0 {
                if errno == EINTR { continue }
                throw StorageError(.write, path, FileSystem.reason(errno))
            }
            written += put
        }
        try check(.sync, path)
        guard fsync(file) == 0 else { throw StorageError(.sync, path, FileSystem.reason(errno)) }
    }

    /// Makes a folder and the folders above it; one that is there already is fine.
    public func makeDirectory(_ path: String) throws(StorageError) {
        if case .directory? = try inspect(path) { return }
        let (parent, _) = FileSystem.split(path)
        if !parent.isEmpty && parent != "/" && parent != path {
            var trimmed = parent
            while trimmed.count > 1 && trimmed.hasSuffix("/") { trimmed.removeLast() }
            try makeDirectory(trimmed)
        }
        try check(.makeDirectory, path)
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw StorageError(.makeDirectory, path, FileSystem.reason(errno))
        }
    }

    /// Removes a file; one that is not there is fine.
    public func remove(_ path: String) throws(StorageError) {
        try check(.remove, path)
        guard unlink(path) == 0 || errno == ENOENT else {
            throw StorageError(.remove, path, FileSystem.reason(errno))
        }
    }

    /// Removes what killed processes left unfinished in a folder. What a living one is writing stays, and so does
    /// what this one is writing on another thread.
    public func sweep(_ folder: String) throws(StorageError) {
        for name in try list(folder) where FileSystem.isAbandoned(name) { try remove(folder + "/" + name) }
    }

    /// Whether this is the name of a temporary file whose writer is gone.
    private static func isAbandoned(_ name: String) -> Bool {
        guard name.hasPrefix(temporaryPrefix),
            let process = pid_t(name.dropFirst(temporaryPrefix.count).prefix { $0 != "-" }), process > 0
        else { return false }
        // A process of another user exists too, but may not be signalled.
        return kill(process, 0) != 0 && errno == ESRCH
    }

    /// The folder of a path with its slash (empty when there is none), and the last component.
    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
    }
}
