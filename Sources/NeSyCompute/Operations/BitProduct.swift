import NeSyTensor

/// How many rows the columns of two bit matrices share: `counts[i, j]` is the number of rows in which column i of the
/// left and column j of the right matrix are both set. It is the product of the transposed left and the right matrix
/// in integers.
///
/// On a device a bit matrix is the memory of ``BitMatrix/words``: column after column, each padded with zeros to a
/// multiple of 512 bits, in elements of four bytes whose lowest bit is the first row.
public struct BitProduct: Sendable, Hashable {
    /// Of both matrices.
    public let rows: Int
    public let leftColumns: Int
    public let rightColumns: Int

    /// - Precondition: extents are positive, and `rows` is below 2^31, so that a count fits Int32; who has more rows
    ///   adds the counts of several products in wider integers.
    public init(rows: Int, leftColumns: Int, rightColumns: Int) {
        precondition(rows > 0 && rows < 1 << 31 && leftColumns > 0 && rightColumns > 0)
        self.rows = rows
        self.leftColumns = leftColumns
        self.rightColumns = rightColumns
    }

    /// The elements of four bytes of one column.
    public var columnCount: Int { BitProduct.columnCount(rows: rows) }

    /// The elements of four bytes that a column of so many rows takes on a device.
    public static func columnCount(rows: Int) -> Int { 2 * BitMatrix.words(forRows: rows) }
}

/// The pass of ``BitProduct``.
public protocol BitProductBackend {
    /// - Parameters:
    ///   - left: `[leftColumns, columnCount]`. - right: `[rightColumns, columnCount]`; both may be the same slice.
    ///   - counts: `[leftColumns, rightColumns]` Int32, written or added. Sums beyond 2^31 wrap around.
    func countSharedRows(
        _ operation: BitProduct, left: BufferSlice, right: BufferSlice, counts: BufferSlice, accumulate: Bool)
}
