import NeSyStorage
import NeSyTensor

/// One file of a ``BitColumnFolder``.
enum BitBlock {
    /// "NeSyBits" as a little-endian word.
    static let magic: UInt64 = 0x7374_6942_7953_654E

    struct Header {
        static let bytes = 32
        var rows: Int
        var columns: Int
        var rowsPerBlock: Int

        init(rows: Int, columns: Int, rowsPerBlock: Int) {
            self.rows = rows
            self.columns = columns
            self.rowsPerBlock = rowsPerBlock
        }

        /// Reads a file's header and compares it with the file's length.
        init(of path: String, _ files: FileSystem) throws(NeSyError) {
            let words = (try BitBlock.read(path, 0..<Header.bytes, files)).withUnsafeBytes { bytes in
                (0..<4).map { UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)) }
            }
            let limit: UInt64 = 1 << 31
            guard words[0] == BitBlock.magic, words[1] > 0, words[2] > 0, words[1] <= words[3],
                words[2] < limit, words[3] < limit, words[3] % 512 == 0
            else {
                throw NeSyError(.badData, "The file is no block of bit columns.", at: path)
            }
            self.init(rows: Int(words[1]), columns: Int(words[2]), rowsPerBlock: Int(words[3]))
            let size: FileSystem.Entry?
            do throws(StorageError) { size = try files.inspect(path) } catch { throw NeSyError(reading: error) }
            guard case .file(let found)? = size, found == fileBytes else {
                throw NeSyError(
                    .badData, "The block of bit columns is not as long as its header says.", at: path,
                    expected: "\(fileBytes) bytes", found: size.map { "\($0)" })
            }
        }

        var fileBytes: Int { Header.bytes + columns * BitMatrix.words(forRows: rows) * 8 }

        var words: [UInt64] {
            [BitBlock.magic, UInt64(rows), UInt64(columns), UInt64(rowsPerBlock)].map(\.littleEndian)
        }
    }

    static func name(_ index: Int) -> String {
        let digits = String(index)
        return "rows-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".bits"
    }

    /// Whether a file is named as ``name(_:)`` does.
    private static func isName(_ file: String) -> Bool {
        guard file.hasPrefix("rows-"), file.hasSuffix(".bits") else { return false }
        return Int(file.dropFirst(5).dropLast(5)).map(name) == file
    }

    /// The blocks in a folder, in their order.
    static func names(in folder: String, _ files: FileSystem) throws(NeSyError) -> [String] {
        do throws(StorageError) {
            return try files.list(folder).filter(isName)
        } catch {
            throw NeSyError(reading: error)
        }
    }

    static func read(_ path: String, _ range: Range<Int>, _ files: FileSystem) throws(NeSyError) -> [UInt8] {
        let bytes: [UInt8]
        do throws(StorageError) { bytes = try files.read(path, range: range) } catch { throw NeSyError(reading: error) }
        guard bytes.count == range.count else {
            throw NeSyError(
                .badData, "The block of bit columns ends early.", at: path, expected: "\(range.upperBound) bytes",
                found: "\(range.lowerBound + bytes.count) bytes")
        }
        return bytes
    }
}
