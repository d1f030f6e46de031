import NeSyStorage
import NeSyTensor

/// Bit columns in a folder: for tables that are made batch after batch and that memory does not hold.
///
/// Each file, `rows-00000000.bits` and so on, has a block of rows of all columns: a header of four words (the magic
/// number, the rows, the columns, and the rows of a full block), then column after column, padded as in ``BitMatrix``.
/// Words are little-endian. All blocks but the last are full, so that a column is read in one piece a file.
public struct BitColumnFolder: BitColumnSource {
    public let rows: Int
    public let columns: Int
    let rowsPerBlock: Int
    private let path: String
    private let files: FileSystem

    /// - Throws: when a file is missing, of another table, or not as long as its header says.
    public init(_ path: String, files: FileSystem = .system) throws(NeSyError) {
        self.path = path
        self.files = files
        let names = try BitBlock.names(in: path, files)
        guard let first = names.first else {
            throw NeSyError(.missingInput, "The folder has no bit columns.", at: path)
        }
        let head = try BitBlock.Header(of: path + "/" + first, files)
        var rows = 0
        for (index, name) in names.enumerated() {
            let file = path + "/" + name
            let header = try BitBlock.Header(of: file, files)
            guard name == BitBlock.name(index), header.columns == head.columns,
                header.rowsPerBlock == head.rowsPerBlock, rows == index * head.rowsPerBlock
            else {
                throw NeSyError(
                    .badData, "The blocks of bit columns do not belong together.", at: file,
                    expected: "\(BitBlock.name(index)) after full blocks of \(head.columns) columns")
            }
            rows += header.rows
        }
        self.rows = rows
        columns = head.columns
        rowsPerBlock = head.rowsPerBlock
    }

    public func withColumns(
        _ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt64>) throws(NeSyError) -> Void
    ) throws(NeSyError) {
        precondition(range.lowerBound >= 0 && range.upperBound <= columns)
        let pitch = BitMatrix.words(forRows: rows)
        let target = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: max(1, range.count * pitch))
        defer { target.deallocate() }
        for first in stride(from: 0, to: rows, by: rowsPerBlock) {
            let count = min(rowsPerBlock, rows - first)
            let words = BitMatrix.words(forRows: count)
            let file = path + "/" + BitBlock.name(first / rowsPerBlock)
            let begin = BitBlock.Header.bytes + range.lowerBound * words * 8
            let bytes = try BitBlock.read(file, begin..<begin + range.count * words * 8, files)
            bytes.withUnsafeBytes { bytes in
                for column in 0..<range.count {
                    let place = target.baseAddress! + column * pitch + first / 64
                    UnsafeMutableRawPointer(place).copyMemory(
                        from: bytes.baseAddress! + column * words * 8, byteCount: words * 8)
                    // Counts rely on the padding.
                    for word in count / 64..<words {
                        place[word] &= word == count / 64 ? (1 << UInt64(count % 64)) - 1 : 0
                    }
                }
            }
        }
        try body(UnsafeBufferPointer(start: target.baseAddress, count: range.count * pitch))
    }
}
