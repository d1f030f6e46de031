import CMicro

/// Counts, for every row, in how many columns it is present; 64 rows at a time (micro_counters.h says how).
public struct BitSlicedCounter: Sendable {
    public let rows: Int
    /// Columns that were counted, which no count exceeds.
    private var columns = 0
    /// Plane `b` holds bit `b` of the count of every row.
    private var planes: [UInt64] = []
    private let words: Int
    private let level = nesy_best_level()

    private var planeCount: Int { Int.bitWidth - columns.leadingZeroBitCount }

    /// All counts zero.
    public init(rows: Int) {
        precondition(rows >= 0)
        self.rows = rows
        words = BitMatrix.words(forRows: rows)
    }

    /// Counts the rows of a column once more.
    /// - Precondition: the column has as many rows as the counter.
    public mutating func add(_ column: BitColumn) {
        precondition(column.rows == rows)
        column.words.withUnsafeBufferPointer { add($0) }
    }

    /// Counts the rows of one column of a matrix once more.
    /// - Precondition: the matrix has that column, and as many rows as the counter.
    public mutating func add(column index: Int, of matrix: BitMatrix) {
        precondition(matrix.rows == rows && index >= 0 && index < matrix.columns)
        let range = index * words..<(index + 1) * words
        matrix.words.withUnsafeBufferPointer { add(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    private mutating func add(_ column: UnsafeBufferPointer<UInt64>) {
        columns += 1
        let count = planeCount
        if planes.count < count * words { planes += [UInt64](repeating: 0, count: words) }
        planes.withUnsafeMutableBufferPointer { planes in
            guard let planes = planes.baseAddress, let column = column.baseAddress else { return }
            nesy_planes_add(level, planes, count, column, words)
        }
    }

    /// The rows that were present in at least `threshold` columns.
    /// - Precondition: `threshold` is at least 1.
    public func rows(atLeast threshold: Int) -> BitColumn {
        precondition(threshold >= 1)
        guard threshold <= columns, words > 0 else { return BitColumn(rows: rows) }
        let found = [UInt64](unsafeUninitializedCapacity: words) { found, filled in
            guard let target = found.baseAddress else { return }
            nesy_planes_at_least(level, planes, planeCount, words, UInt64(threshold), target)
            filled = words
        }
        return BitColumn(rows: rows, words: found)
    }
}
