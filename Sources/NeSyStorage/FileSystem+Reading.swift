#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension FileSystem {
    /// What stands at a path.
    public enum Entry: Sendable, Hashable {
        case file(size: Int)
        case directory
        case other
    }

    /// What stands at a path, following links; nil when nothing does.
    public func inspect(_ path: String) throws(StorageError) -> Entry? {
        try check(.inspect, path)
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw StorageError(.inspect, path, FileSystem.reason(errno))
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(size: Int(status.st_size))
        case S_IFDIR: return .directory
        default: return .other
        }
    }

    /// The whole of a file.
    /// - Parameter limit: a larger file is refused before anything is allocated.
    public func read(_ path: String, limit: Int = .max) throws(StorageError) -> [UInt8] {
        try check(.open, path)
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw StorageError(.open, path, FileSystem.reason(errno)) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw StorageError(.inspect, path, FileSystem.reason(errno)) }
        if status.st_mode & S_IFMT == S_IFDIR { throw StorageError(.read, path, .isDirectory) }
        let size = Int(status.st_size)
        if size > limit { throw StorageError(.read, path, .tooLarge(limit: limit)) }
        try check(.read, path)
        // A regular file is read in one piece; pipes and the kernel's own files report size 0 and are read
        // until they end.
        let hasSize = status.st_mode & S_IFMT == S_IFREG && size > 0
        var bytes = [UInt8](repeating: 0, count: hasSize ? size : 65_536)
        var filled = 0
        while true {
            if filled == bytes.count {
                if hasSize { break }
                bytes.append(contentsOf: repeatElement(0, count: bytes.count))
            }
            let capacity = bytes.count - filled
            let got = bytes.withUnsafeMutableBytes { area in
                #if canImport(Glibc)
                    Glibc.read(file, area.baseAddress! + filled, capacity)
                #elseif canImport(Musl)
                    Musl.read(file, area.baseAddress! + filled, capacity)
                #else
                    Darwin.read(file, area.baseAddress! + filled, capacity)
                #endif
            }
            if got < 0 {
                if errno == EINTR { continue }
                throw StorageError(.read, path, FileSystem.reason(errno))
            }
            if got == 0 { break }
            filled += got
            if filled > limit { throw StorageError(.read, path, .tooLarge(limit: limit)) }
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// The names in a folder, ascending by bytes, without `.` and `..`.
    public func list(_ path: String) throws(StorageError) -> [String] {
        try check(.list, path)
        guard let directory = opendir(path) else { throw StorageError(.list, path, FileSystem.reason(errno)) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    String(cString: $0)
                }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
