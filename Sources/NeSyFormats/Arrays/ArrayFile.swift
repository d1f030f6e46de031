import NeSyStorage
import NeSyTensor

/// An `.npy` file or an `.npz` archive that stays on the disk: its arrays are read part by part, so that they may be
/// larger than the memory.
public struct ArrayFile: Sendable {
    public let path: String
    /// The arrays of an archive by name, in the order of the file; nil for an `.npy` file, whose one array has no name.
    public let names: [String]?
    private let files: FileSystem
    private let size: Int
    private let directory: ZipDirectory?

    /// - Throws: `.missingInput` without such a file, bad data when it is neither of the two.
    public init(_ path: String, files: FileSystem = .system) throws(NeSyError) {
        self.path = path
        self.files = files
        let entry: FileSystem.Entry?
        do throws(StorageError) { entry = try files.inspect(path) } catch { throw NeSyError(reading: error) }
        guard case .file(let size)? = entry else {
            throw NeSyError(reading: StorageError(.open, path, entry == nil ? .notFound : .isDirectory))
        }
        self.size = size
        let part = ArrayFile.parts(path, files)
        let signature = try part(0..<min(6, size))
        if signature == NPY.magic {
            directory = nil
            names = nil
            return
        }
        guard signature.starts(with: Array("PK".utf8)) else {
            throw NeSyError(
                .badData, "The file holds no NumPy arrays.", at: path, expected: "an .npy or .npz file",
                found: "the bytes \(hex(signature))")
        }
        do throws(NeSyError) {
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
        } catch { throw error.located(at: path) }
    }

    /// The bytes in a range of a file, all of them.
    static func parts(_ path: String, _ files: FileSystem) -> ZipDirectory.Part {
        { (range) throws(NeSyError) in
            let bytes: [UInt8]
            do throws(StorageError) { bytes = try files.read(path, range: range) } catch {
                throw NeSyError(reading: error)
            }
            guard bytes.count == range.count else {
                throw .malformed(
                    "The file became shorter while it was read.", atByte: range.lowerBound,
                    expected: "\(range.count) bytes", found: "\(bytes.count)")
            }
            return bytes
        }
    }

    /// The numbers of one array of rank 2, row by row from the first.
    /// - Parameter name: of an array of the archive; nil for an `.npy` file.
    /// - Throws: bad data for another rank, elements that are no numbers, and Fortran order.
    public func matrix(_ name: String?) throws(NeSyError) -> MatrixReader {
        do throws(NeSyError) { return try MatrixReader(member(name)) } catch { throw located(error, name) }
    }

    /// Bytes that a list of strings may expand to.
    static let textLimit = 1 << 28

    /// The strings of one array of rank 1 (NumPy's `U` and `S`).
    public func texts(_ name: String?) throws(NeSyError) -> [String] {
        do throws(NeSyError) {
            var member = try member(name)
            guard member.remaining <= ArrayFile.textLimit else {
                throw NeSyError(
                    .badData, "A list of names that is too long.", expected: "at most \(ArrayFile.textLimit) bytes",
                    found: "\(member.remaining)")
            }
            return try NPY.texts(try member.take(member.remaining))
        } catch { throw located(error, name) }
    }

    private func located(_ error: NeSyError, _ name: String?) -> NeSyError {
        error.located(at: name.map { "\(path), array \"\($0)\"" } ?? path)
    }

    private func member(_ name: String?) throws(NeSyError) -> MemberBytes {
        let part = ArrayFile.parts(path, files)
        guard let directory else { return MemberBytes(plain: 0..<size, part) }
        guard let entry = directory.entries.first(where: { $0.name == (name ?? "") + ".npy" }) else {
            throw NeSyError(
                .badData, "The archive has no such array.", expected: name,
                found: names?.joined(separator: ", "))
        }
        return try MemberBytes(entry, at: try entry.locate(before: directory.start, part), part)
    }
}
