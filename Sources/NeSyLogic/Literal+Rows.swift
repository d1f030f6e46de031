import NeSyTensor

extension Literal {
    /// The rows of a column for which the literal holds.
    public func rows(in column: TableColumn) -> BitColumn {
        switch column.storage {
        case .bits(let ones):
            switch (test.holds(for: .string("0")), test.holds(for: .string("1"))) {
            case (false, true): return ones
            case (true, false): return BitColumn(rows: ones.rows, filled: true).subtracting(ones)
            case (let holds, _): return BitColumn(rows: ones.rows, filled: holds)
            }
        case .coded(let numbers, let strings, let codes):
            // Once per distinct value, then one look-up a row.
            let holds =
                numbers.map { test.holds(for: .number($0)) } + strings.map { test.holds(for: .string($0)) }
            return Literal.rows(codes: codes, holds: holds)
        }
    }

    private static func rows(codes: [UInt32], holds: [Bool]) -> BitColumn {
        var words = [UInt64](repeating: 0, count: BitMatrix.words(forRows: codes.count))
        codes.withUnsafeBufferPointer { codes in
            holds.withUnsafeBufferPointer { holds in
                words.withUnsafeMutableBufferPointer { words in
                    for word in 0..<(codes.count + 63) / 64 {
                        let first = word * 64
                        var bits: UInt64 = 0
                        for row in first..<min(first + 64, codes.count) where holds[Int(codes[row])] {
                            bits |= 1 << UInt64(row - first)
                        }
                        words[word] = bits
                    }
                }
            }
        }
        return BitColumn(rows: codes.count, words: words)
    }
}
