#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension FileSystem {
    /// A part of a file; shorter where the file ends before.
    /// - Precondition: `range` does not begin below 0.
    public func read(_ path: String, range: Range<Int>) throws(StorageError) -> [UInt8] {
        precondition(range.lowerBound >= 0)
        try check(.open, path)
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw StorageError(.open, path, FileSystem.reason(errno)) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw StorageError(.inspect, path, FileSystem.reason(errno)) }
        if status.st_mode & S_IFMT == S_IFDIR { throw StorageError(.read, path, .isDirectory) }
        try check(.read, path)
        let there = range.clamped(to: 0..<max(0, Int(status.st_size)))
        var failure: Int32?
        let bytes = [UInt8](unsafeUninitializedCapacity: there.count) { bytes, filled in
            while filled < there.count {
                let got = pread(
                    file, bytes.baseAddress! + filled, there.count - filled, off_t(there.lowerBound + filled))
                if got > 0 {
                    filled += got
                } else if got == 0 {
                    break
                } else if errno != EINTR {
                    failure = errno
                    break
                }
            }
        }
        if let failure { throw StorageError(.read, path, FileSystem.reason(failure)) }
        return bytes
    }
}
