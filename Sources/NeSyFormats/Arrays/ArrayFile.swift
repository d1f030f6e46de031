import NeSyStorage
import NeSyTensor

/// An `.npy` file or an `.npz` archive. Its arrays are read when they are asked for, a matrix part by part, so that it
/// may be larger than the memory; what is not asked for may be of any type.
public struct ArrayFile: Sendable {
    /// The arrays of an archive by name, in the order of the file; nil for an `.npy` file, whose one array has no name.
    public let names: [String]?
    /// Nil for bytes in memory.
    private let path: String?
    private let size: Int
    private let directory: ZipDirectory?
    private let part: ZipDirectory.Part

    /// A file that stays on the disk.
    /// - Throws: `.missingInput` without such a file, bad data when it is neither of the two.
    public init(_ path: String, files: FileSystem = .system) throws(NeSyError) {
        let entry: FileSystem.Entry?
        do throws(StorageError) { entry = try files.inspect(path) } catch { throw NeSyError(reading: error) }
        guard case .file(let size)? = entry else {
            throw NeSyError(reading: StorageError(.open, path, entry == nil ? .notFound : .isDirectory))
        }
        do throws(NeSyError) {
            try self.init(path, size) { (range) throws(NeSyError) in try ArrayFile.read(range, of: path, files) }
        } catch { throw error.located(at: path) }
    }

    /// A file in memory; its errors do not name it.
    public init(_ bytes: [UInt8]) throws(NeSyError) {
        try self.init(nil, bytes.count) { (range) throws(NeSyError) in Array(bytes[range]) }
    }

    private init(_ path: String?, _ size: Int, _ part: @escaping ZipDirectory.Part) throws(NeSyError) {
        self.path = path
        self.size = size
        self.part = part
        let signature = try part(0..<min(6, size))
        if signature == NPY.magic {
            directory = nil
            names = nil
            return
        }
        guard signature.starts(with: Array("PK".utf8)) else {
            throw .malformed(
                "The file holds no NumPy arrays.", atByte: 0, expected: "an .npy or .npz file",
                found: "the bytes \(hex(signature))")
        }
        let directory = try ZipDirectory(fileSize: size, part)
        names = try directory.entries.map { (entry) throws(NeSyError) in
            guard entry.name.hasSuffix(".npy") else {
                throw .malformed(
                    "NPZ: member \"\(entry.name)\" is no array.", atByte: entry.headerStart,
                    expected: "a name that ends in .npy", found: entry.name)
            }
            return String(entry.name.dropLast(4))
        }
        self.directory = directory
    }

    /// The bytes in a range of a file, all of them. Errors do not name the file.
    private static func read(_ range: Range<Int>, of path: String, _ files: FileSystem) throws(NeSyError) -> [UInt8] {
        let bytes: [UInt8]
        do throws(StorageError) { bytes = try files.read(path, range: range) } catch {
            var failure = NeSyError(reading: error)
            failure.location = nil
            throw failure
        }
        guard bytes.count == range.count else {
            throw .malformed(
                "The file became shorter while it was read.", atByte: range.lowerBound,
                expected: "\(range.count) bytes", found: "\(bytes.count)")
        }
        return bytes
    }

    /// One array, whole.
    /// - Parameters:
    ///   - name: of an array of the archive; nil for an `.npy` file.
    ///   - limit: what it may expand to, measured by the whole file.
    /// - Throws: bad data for a damaged array and for elements that are no numbers.
    public func array(_ name: String?, limit: ExpansionLimit = .standard) throws(NeSyError) -> NumericArray {
        do throws(NeSyError) {
            var member = try member(name)
            let allowed = limit.outputBytes(forInput: size)
            guard directory == nil || member.remaining <= allowed else {
                throw .malformed(
                    "NPZ: the array expands to more than is allowed.", atByte: 0, expected: "at most \(allowed) bytes",
                    found: "\(member.remaining) bytes")
            }
            return try NPY.decode(try member.take(member.remaining))
        } catch { throw located(error, name) }
    }

    /// The numbers of one array of rank 2, row by row from the first. Errors of the reader do not name the file.
    /// - Throws: bad data for another rank, elements that are no numbers, and Fortran order.
    public func matrix(_ name: String?) throws(NeSyError) -> MatrixReader {
        do throws(NeSyError) { return try MatrixReader(member(name)) } catch { throw located(error, name) }
    }

    /// The strings of one array of rank 1 (NumPy's `U` and `S`).
    /// - Parameter count: how many there must be; looked at before any is read.
    public func texts(_ name: String?, count: Int) throws(NeSyError) -> [String] {
        do throws(NeSyError) {
            var member = try member(name)
            return try NPY.texts(&member, count: count)
        } catch { throw located(error, name) }
    }

    private func located(_ error: NeSyError, _ name: String?) -> NeSyError {
        let error = name.map { error.located(at: "array \"\($0)\"") } ?? error
        return path.map { error.located(at: $0) } ?? error
    }

    private func member(_ name: String?) throws(NeSyError) -> MemberBytes {
        guard let directory else { return MemberBytes(plain: 0..<size, part) }
        guard let entry = directory.entries.first(where: { $0.name == (name ?? "") + ".npy" }) else {
            throw NeSyError(
                .badData, "The archive has no such array.", expected: name,
                found: names?.joined(separator: ", "))
        }
        return try MemberBytes(entry, at: try entry.locate(before: directory.start, part), part)
    }
}
