import CMicro

/// Rows of bits stored by column: column `c` is `wordsPerColumn` 64-bit words, row `r` is bit `r % 64` of
/// word `r / 64`. Columns are padded with zeros to a multiple of 512 bits, so that a whole column is
/// counted in full vector registers without a tail.
public struct BitMatrix: Sendable, Hashable {
    public let rows: Int
    public let columns: Int
    public let wordsPerColumn: Int
    public private(set) var words: [UInt64]

    /// All bits zero.
    public init(rows: Int, columns: Int) {
        precondition(rows >= 0 && columns >= 0)
        self.rows = rows
        self.columns = columns
        wordsPerColumn = BitMatrix.words(forRows: rows)
        words = [UInt64](repeating: 0, count: wordsPerColumn * columns)
    }

    /// A matrix from the words of its columns.
    /// - Precondition: `words` has ``wordsPerColumn`` words for every column, and the padding bits are zero.
    public init(rows: Int, columns: Int, words: [UInt64]) {
        precondition(rows >= 0 && columns >= 0)
        self.rows = rows
        self.columns = columns
        wordsPerColumn = BitMatrix.words(forRows: rows)
        precondition(words.count == wordsPerColumn * columns)
        self.words = words
    }

    /// The words of a padded column of `rows` bits.
    public static func words(forRows rows: Int) -> Int { (rows + 511) / 512 * 8 }

    public subscript(row: Int, column: Int) -> Bool {
        get {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns)
            return words[column * wordsPerColumn + row >> 6] >> UInt64(row & 63) & 1 == 1
        }
        set {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns)
            let bit = UInt64(1) << UInt64(row & 63)
            let word = column * wordsPerColumn + row >> 6
            if newValue { words[word] |= bit } else { words[word] &= ~bit }
        }
    }

    /// Replaces a whole column.
    /// - Precondition: `column` has `wordsPerColumn` words, and its padding bits are zero.
    public mutating func setColumn(_ index: Int, to column: BitColumn) {
        precondition(column.rows == rows && index >= 0 && index < columns)
        words.replaceSubrange(index * wordsPerColumn..<(index + 1) * wordsPerColumn, with: column.words)
    }

    /// A copy of one column.
    public func column(_ index: Int) -> BitColumn {
        precondition(index >= 0 && index < columns)
        return BitColumn(
            rows: rows, words: Array(words[index * wordsPerColumn..<(index + 1) * wordsPerColumn]))
    }

    /// How many rows have the bit set, for one column.
    public func count(column index: Int) -> Int {
        precondition(index >= 0 && index < columns)
        return words.withUnsafeBufferPointer { all in
            guard let base = all.baseAddress else { return 0 }
            return Int(nesy_popcount(base + index * wordsPerColumn, Int(wordsPerColumn)))
        }
    }
}
