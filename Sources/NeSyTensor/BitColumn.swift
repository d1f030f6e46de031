import CMicro

/// A set of rows, one bit a row, padded like a column of ``BitMatrix``.
public struct BitColumn: Sendable, Hashable {
    public let rows: Int
    public private(set) var words: [UInt64]

    /// All rows absent, or all present.
    public init(rows: Int, filled: Bool = false) {
        precondition(rows >= 0)
        self.rows = rows
        words = [UInt64](repeating: filled ? ~0 : 0, count: BitMatrix.words(forRows: rows))
        if filled { clearPadding() }
    }

    /// - Precondition: `words` has the padded length for `rows`; padding bits are cleared.
    public init(rows: Int, words: [UInt64]) {
        precondition(words.count == BitMatrix.words(forRows: rows))
        self.rows = rows
        self.words = words
        clearPadding()
    }

    private mutating func clearPadding() {
        let full = rows >> 6
        for word in full..<words.count {
            let keep = word == full ? (UInt64(1) << UInt64(rows & 63)) - 1 : 0
            words[word] &= keep
        }
    }

    public subscript(row: Int) -> Bool {
        get {
            precondition(row >= 0 && row < rows)
            return words[row >> 6] >> UInt64(row & 63) & 1 == 1
        }
        set {
            precondition(row >= 0 && row < rows)
            let bit = UInt64(1) << UInt64(row & 63)
            if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
        }
    }

    /// The number of rows present.
    public var count: Int {
        words.withUnsafeBufferPointer { $0.baseAddress.map { Int(nesy_popcount($0, Int(words.count))) } ?? 0 }
    }

    public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    public mutating func formIntersection(_ other: BitColumn) {
        precondition(rows == other.rows)
        for word in words.indices { words[word] &= other.words[word] }
    }

    public mutating func formUnion(_ other: BitColumn) {
        precondition(rows == other.rows)
        for word in words.indices { words[word] |= other.words[word] }
    }

    public mutating func subtract(_ other: BitColumn) {
        precondition(rows == other.rows)
        for word in words.indices { words[word] &= ~other.words[word] }
    }

    public func intersection(_ other: BitColumn) -> BitColumn {
        var copy = self
        copy.formIntersection(other)
        return copy
    }

    public func subtracting(_ other: BitColumn) -> BitColumn {
        var copy = self
        copy.subtract(other)
        return copy
    }

    /// Calls the body with every row present, ascending.
    public func forEachRow(_ body: (Int) -> Void) {
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                body(index << 6 + rest.trailingZeroBitCount)
                rest &= rest &- 1
            }
        }
    }

    /// The first row present.
    public var firstRow: Int? {
        for (index, word) in words.enumerated() where word != 0 {
            return index << 6 + word.trailingZeroBitCount
        }
        return nil
    }
}
