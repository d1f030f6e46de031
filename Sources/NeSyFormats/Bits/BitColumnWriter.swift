import NeSyStorage
import NeSyTensor

/// Writes a ``BitColumnFolder``, batch of rows after batch; one block of rows is in memory, and once more while it is
/// written.
///
/// Columns are copied as they are in memory: files are right where words are little-endian, as on every platform that
/// this package runs on.
public struct BitColumnWriter: ~Copyable {
    private let path: String
    private let rowsPerBlock: Int
    private let files: FileSystem
    private let columns: Int
    private var block: [UInt64]
    private var filled = 0
    private var blocks = 0

    /// - Parameter path: a folder, which is made if it is not there, and from which blocks of older bit columns are
    ///   removed.
    /// - Precondition: `columns` is positive and `rowsPerBlock` a positive multiple of 512.
    public init(
        _ path: String, columns: Int, rowsPerBlock: Int = 65_536, files: FileSystem = .system
    ) throws(NeSyError) {
        precondition(columns > 0 && rowsPerBlock > 0 && rowsPerBlock % 512 == 0)
        self.path = path
        self.columns = columns
        self.rowsPerBlock = rowsPerBlock
        self.files = files
        block = [UInt64](repeating: 0, count: columns * rowsPerBlock / 64)
        do throws(StorageError) { try files.makeDirectory(path) } catch { throw NeSyError(writing: error) }
        for name in try BitBlock.names(in: path, files) {
            do throws(StorageError) { try files.remove(path + "/" + name) } catch { throw NeSyError(writing: error) }
        }
    }

    /// Adds rows behind those that are there.
    /// - Precondition: the batch has the writer's columns.
    public mutating func append(_ batch: BitMatrix) throws(NeSyError) {
        precondition(batch.columns == columns)
        var taken = 0
        while taken < batch.rows {
            let count = min(rowsPerBlock - filled, batch.rows - taken)
            copy(batch, rows: taken..<taken + count)
            taken += count
            filled += count
            if filled == rowsPerBlock { try flush() }
        }
    }

    /// Writes what is left, and opens the folder for reading.
    /// - Throws: as ``append(_:)``; and when there are no rows.
    public consuming func finish() throws(NeSyError) -> BitColumnFolder {
        if filled > 0 { try flush() }
        return try BitColumnFolder(path, files: files)
    }

    private mutating func copy(_ batch: BitMatrix, rows: Range<Int>) {
        let pitch = rowsPerBlock / 64
        let start = filled
        batch.words.withUnsafeBufferPointer { source in
            block.withUnsafeMutableBufferPointer { block in
                for column in 0..<columns {
                    let from = column * batch.wordsPerColumn
                    // Up to 64 bits at a time, from any bit to any bit.
                    var row = rows.lowerBound
                    while row < rows.upperBound {
                        let to = start + row - rows.lowerBound
                        let count = min(64 - row & 63, 64 - to & 63, rows.upperBound - row)
                        let mask = count == 64 ? ~0 : (UInt64(1) << UInt64(count)) - 1
                        let bits = source[from + row >> 6] >> UInt64(row & 63) & mask
                        block[column * pitch + to >> 6] |= bits << UInt64(to & 63)
                        row += count
                    }
                }
            }
        }
    }

    private mutating func flush() throws(NeSyError) {
        let header = BitBlock.Header(rows: filled, columns: columns, rowsPerBlock: rowsPerBlock)
        let pitch = rowsPerBlock / 64
        let words = BitMatrix.words(forRows: filled)
        let bytes = [UInt8](unsafeUninitializedCapacity: header.fileBytes) { bytes, count in
            let area = UnsafeMutableRawBufferPointer(bytes)
            header.words.withUnsafeBytes { area.copyMemory(from: $0) }
            block.withUnsafeBytes { block in
                for column in 0..<columns {
                    let from = block[column * pitch * 8..<(column * pitch + words) * 8]
                    let to = area[(BitBlock.Header.bytes + column * words * 8)...]
                    UnsafeMutableRawBufferPointer(rebasing: to)
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: from))
                }
            }
            count = header.fileBytes
        }
        do throws(StorageError) {
            try files.write(path + "/" + BitBlock.name(blocks), bytes)
        } catch {
            throw NeSyError(writing: error)
        }
        block.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        filled = 0
        blocks += 1
    }
}
