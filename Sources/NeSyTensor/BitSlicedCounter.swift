/// Counts, for every row, in how many columns it is present; 64 rows at a time.
///
/// Slice `b` holds bit `b` of the count of every row, so that adding a column is one carry through the slices, and
/// comparing all counts with a number takes one pass over them.
public struct BitSlicedCounter: Sendable {
    public let rows: Int
    private var slices: [[UInt64]] = []

    /// All counts zero.
    public init(rows: Int) {
        precondition(rows >= 0)
        self.rows = rows
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
        let words = index * matrix.wordsPerColumn..<(index + 1) * matrix.wordsPerColumn
        matrix.words.withUnsafeBufferPointer { add(UnsafeBufferPointer(rebasing: $0[words])) }
    }

    private mutating func add(_ column: UnsafeBufferPointer<UInt64>) {
        var carry = Array(column)
        for slice in slices.indices {
            if !BitSlicedCounter.addHalf(&carry, to: &slices[slice]) { return }
        }
        if carry.contains(where: { $0 != 0 }) { slices.append(carry) }
    }

    /// Adds the carry to a slice and leaves in it what goes to the next; false when that is nothing.
    private static func addHalf(_ carry: inout [UInt64], to slice: inout [UInt64]) -> Bool {
        carry.withUnsafeMutableBufferPointer { carry in
            slice.withUnsafeMutableBufferPointer { slice in
                var any: UInt64 = 0
                for word in 0..<carry.count {
                    let (old, added) = (slice[word], carry[word])
                    slice[word] = old ^ added
                    carry[word] = old & added
                    any |= old & added
                }
                return any != 0
            }
        }
    }

    /// The rows that were present in at least `threshold` columns.
    /// - Precondition: `threshold` is at least 1.
    public func rows(atLeast threshold: Int) -> BitColumn {
        precondition(threshold >= 1)
        let width = BitMatrix.words(forRows: rows)
        guard Int.bitWidth - threshold.leadingZeroBitCount <= slices.count else { return BitColumn(rows: rows) }
        // From the highest bit down: a count is larger as soon as it has a bit that the threshold lacks.
        var larger = [UInt64](repeating: 0, count: width)
        var equal = [UInt64](repeating: ~0, count: width)
        for bit in slices.indices.reversed() {
            let wanted = threshold >> bit & 1 == 1
            slices[bit].withUnsafeBufferPointer { slice in
                for word in 0..<width {
                    if wanted {
                        equal[word] &= slice[word]
                    } else {
                        larger[word] |= equal[word] & slice[word]
                        equal[word] &= ~slice[word]
                    }
                }
            }
        }
        for word in 0..<width { larger[word] |= equal[word] }
        return BitColumn(rows: rows, words: larger)
    }
}
