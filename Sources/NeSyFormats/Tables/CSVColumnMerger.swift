import NeSyTensor

/// The texts of a column in all pieces, sorted and numbered across them.
struct CSVColumnMerger {
    private let pieces: [UnsafeCSVPiece]
    private let column: Int
    /// The texts of all pieces, one piece after another.
    private var entries: [UnsafeCellDictionary.Entry] = []
    /// Where the texts of a piece begin in `entries`.
    private var starts: [Int] = []
    /// The number that a text is, NaN for those that are none.
    private var numbers: [Double] = []
    /// The number of a text in the whole column.
    private var codes: [UInt32] = []

    init(_ pieces: [UnsafeCSVPiece], _ column: Int) {
        self.pieces = pieces
        self.column = column
        for piece in pieces {
            starts.append(entries.count)
            if let coded = piece[column] {
                entries += coded.dictionary.entries
            } else {
                entries.append(.init(start: piece.digits, length: 1, offset: 0))
                entries.append(.init(start: piece.digits + 1, length: 1, offset: 0))
            }
        }
        codes = [UInt32](repeating: 0, count: entries.count)
        dropAbsentBits()
    }

    mutating func parseNumbers() {
        numbers = entries.map { entry in
            // Negative zero and zero are one value.
            (DecimalNumber.parse(UnsafeBufferPointer(start: entry.start, count: entry.length)) ?? .nan) + 0
        }
    }

    mutating func forgetNumbers() { numbers = [] }

    /// Whether there is a number, and nothing but numbers and missing cells.
    var areAllNumbersOrMissing: Bool {
        var hasNumber = false
        for (entry, number) in zip(entries, numbers) {
            if !number.isNaN {
                hasNumber = true
            } else if entry.length > 1 || entry.length == 1 && entry.start[0] != UInt8(ascii: "?") {
                return false
            }
        }
        return hasNumber
    }

    var firstEmpty: Int? { entries.lazy.filter { $0.length == 0 }.map(\.offset).min() }

    /// Gives every text its number in the column.
    mutating func number() -> Result<(numbers: [Double], strings: [String]), CSVColumn.Failure> {
        let distinctNumbers = numberNumbers()
        let order = entries.indices.filter { numbers.isEmpty || numbers[$0].isNaN }
            .map { (prefix: CSVColumnMerger.prefix(entries[$0]), index: $0) }
            .sorted { a, b in
                a.prefix != b.prefix
                    ? a.prefix < b.prefix : CSVColumnMerger.precedes(entries[a.index], entries[b.index])
            }
        var strings: [String] = []
        var previous: Int?
        for (_, index) in order {
            if let previous, !CSVColumnMerger.precedes(entries[previous], entries[index]) {
                codes[index] = codes[previous]
                continue
            }
            let text = UnsafeBufferPointer(start: entries[index].start, count: entries[index].length)
            guard let string = String(validating: text, as: UTF8.self) else {
                return .failure(
                    CSVColumn.Failure(
                        what: "A cell is not UTF-8 text.", offset: entries[index].offset, expected: "UTF-8"))
            }
            codes[index] = UInt32(distinctNumbers.count + strings.count)
            strings.append(string)
            previous = index
        }
        return .success((distinctNumbers, strings))
    }

    /// The number of the cell of every row.
    func codes(_ rowCount: Int) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: rowCount) { target, initialized in
            var row = 0
            for (piece, start) in zip(pieces, starts) {
                codes.withUnsafeBufferPointer { codes in
                    if let coded = piece[column] {
                        for (index, code) in coded.codes.enumerated() {
                            (target.baseAddress! + row + index).initialize(to: codes[start + Int(code)])
                        }
                    } else {
                        for index in 0..<piece.rows {
                            let word = piece.bitWords[(index >> 6) * piece.columnCount + column]
                            let bit = Int(word >> UInt64(index & 63) & 1)
                            (target.baseAddress! + row + index).initialize(to: codes[start + bit])
                        }
                    }
                }
                row += piece.rows
            }
            initialized = rowCount
        }
    }

    /// Numbers the texts that are numbers by rank, and returns the distinct values.
    private mutating func numberNumbers() -> [Double] {
        if numbers.isEmpty { return [] }
        var keys: [RadixSort.Item] = []
        keys.reserveCapacity(numbers.count)
        for (index, number) in numbers.enumerated() where !number.isNaN {
            keys.append(.init(key: RadixSort.key(number), index: UInt32(index)))
        }
        RadixSort.sort(&keys)
        var distinct: [Double] = []
        for item in keys {
            let value = numbers[Int(item.index)]
            if distinct.last != value { distinct.append(value) }
            codes[Int(item.index)] = UInt32(distinct.count - 1)
        }
        return distinct
    }

    /// A piece of bits stands for `0` and `1`, but may have only one of them.
    private mutating func dropAbsentBits() {
        for (piece, start) in zip(pieces, starts) where piece[column] == nil {
            var ones = 0
            for index in 0..<(piece.rows + 63) / 64 {
                ones += piece.bitWords[index * piece.columnCount + column].nonzeroBitCount
            }
            // The absent one takes the text of the other, which is then found once.
            if ones == 0 { entries[start + 1] = entries[start] }
            if ones == piece.rows { entries[start] = entries[start + 1] }
        }
    }

    /// The first eight bytes as a number that orders like them.
    private static func prefix(_ entry: UnsafeCellDictionary.Entry) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<min(8, entry.length) { value |= UInt64(entry.start[index]) << UInt64(56 - 8 * index) }
        return value
    }

    private static func precedes(_ a: UnsafeCellDictionary.Entry, _ b: UnsafeCellDictionary.Entry) -> Bool {
        UnsafeBufferPointer(start: a.start, count: a.length).lexicographicallyPrecedes(
            UnsafeBufferPointer(start: b.start, count: b.length))
    }
}
