import NeSyTensor

/// One bit for each value: set where the value is at least its column's threshold, as filters are binarised for rules
/// (paper 2, §2.2.3; `>=` is our reading). A value or a threshold that is NaN sets no bit.
///
/// The rows of a batch become rows `firstRow ..< firstRow + rows` of a bit matrix of `totalRows` rows, stored as
/// ``BitProduct`` says, so that batches are appended one after the other. The batch that ends the matrix also clears
/// the padding of its columns; once every batch is written nothing of the former contents is left.
public struct Binarization: Sendable, Hashable {
    public let rows: Int
    public let columns: Int
    public let firstRow: Int
    public let totalRows: Int

    /// - Precondition: `firstRow` is a multiple of 32, and so is `rows` unless the batch ends the matrix: a word
    ///   belongs to one batch.
    public init(rows: Int, columns: Int, firstRow: Int, totalRows: Int) {
        precondition(rows > 0 && columns > 0 && firstRow >= 0 && firstRow + rows <= totalRows)
        precondition(firstRow % 32 == 0 && (rows % 32 == 0 || firstRow + rows == totalRows))
        self.rows = rows
        self.columns = columns
        self.firstRow = firstRow
        self.totalRows = totalRows
    }

    /// All rows of a matrix at once.
    public init(rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns, firstRow: 0, totalRows: rows)
    }

    /// The elements of four bytes of one column of the bit matrix.
    public var columnCount: Int { BitProduct.columnCount(rows: totalRows) }

    /// The elements of each column that the batch writes, padding included.
    public var elements: Range<Int> {
        let end = firstRow + rows
        return firstRow / 32..<(end == totalRows ? columnCount : end / 32)
    }
}

/// The pass of ``Binarization``.
public protocol BinarizationBackend {
    /// - Parameters:
    ///   - values: `[rows, columns]`. - thresholds: `[columns]`. - bits: `[columns, columnCount]`.
    func binarize(_ operation: Binarization, values: BufferSlice, thresholds: BufferSlice, bits: BufferSlice)
}
