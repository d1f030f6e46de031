import NeSyLogic
import NeSyTensor

/// A literal in terms of the learner's columns and codes.
struct CodedLiteral: Hashable {
    enum Operator: UInt8 {
        case atMost, notAtMost, above, notAbove, equal, notEqual
    }

    var column: Int
    var operation: Operator
    /// The rank of a number, or the position of a string among the column's strings.
    var value: Int
}

/// One column of a table, laid out for counting.
struct FoldColumn: Sendable {
    enum Cells: Sendable {
        /// Strings only, and few: for every string but the first the rows that have it.
        case bits([[UInt64]])
        /// Numbers below `numbers.count`, then strings.
        case codes([UInt32])
    }

    /// More strings than this are counted by code: a pass over bits for each of them costs more.
    static let mostStringsAsBits = 16

    let name: String
    let numbers: [Double]
    let strings: [String]
    let cells: Cells
    /// The strings in the order in which they are tried.
    let stringOrder: [Int]

    init(_ column: TableColumn, onesFirst: Bool) {
        name = column.name
        switch column.storage {
        case .bits(let ones):
            numbers = []
            strings = ["0", "1"]
            cells = .bits([ones.words])
        case .coded(let numbers, let strings, let codes):
            self.numbers = numbers
            self.strings = strings
            let fitsBits = numbers.isEmpty && strings.count <= FoldColumn.mostStringsAsBits
            cells = fitsBits ? .bits(FoldColumn.bits(codes, strings: strings.count)) : .codes(codes)
        }
        var order = Array(strings.indices)
        if onesFirst, let zero = strings.firstIndex(of: "0"), let one = strings.firstIndex(of: "1") {
            order.remove(at: one)
            order.insert(one, at: zero)
        }
        stringOrder = order
    }

    /// The column with these rows only. Values keep their codes.
    func packed(to rows: RowSet) -> FoldColumn {
        switch cells {
        case .bits(let columns): FoldColumn(self, cells: .bits(columns.map(rows.packing)))
        case .codes(let codes): FoldColumn(self, cells: .codes(rows.rows.map { codes[Int($0)] }))
        }
    }

    private init(_ other: FoldColumn, cells: Cells) {
        name = other.name
        numbers = other.numbers
        strings = other.strings
        stringOrder = other.stringOrder
        self.cells = cells
    }

    private static func bits(_ codes: [UInt32], strings: Int) -> [[UInt64]] {
        guard strings > 1 else { return [] }
        return (1..<UInt32(strings)).map { string in
            var words = [UInt64](repeating: 0, count: BitMatrix.words(forRows: codes.count))
            codes.withUnsafeBufferPointer { codes in
                for word in 0..<(codes.count + 63) / 64 {
                    let first = word * 64
                    var bits: UInt64 = 0
                    for row in first..<min(first + 64, codes.count) {
                        bits |= (codes[row] == string ? 1 : 0) << UInt64(row - first)
                    }
                    words[word] = bits
                }
            }
            return words
        }
    }

    /// Those of the rows for which the literal holds.
    func rows(_ literal: CodedLiteral, among rows: RowSet) -> RowSet {
        switch cells {
        case .bits(let columns):
            let wantsEqual = literal.operation == .equal
            if literal.value > 0 {
                let with = columns[literal.value - 1]
                return wantsEqual ? rows.intersection(with) : rows.subtracting(with)
            }
            let without = columns.reduce(rows) { $0.subtracting($1) }
            return wantsEqual ? without : rows.subtracting(without)
        case .codes(let codes):
            let accepted = acceptedCodes(literal)
            let low = accepted.codes.lowerBound
            let span = accepted.codes.upperBound &- low
            return rows.filtered(by: codes) { ($0 &- low < span) != accepted.inverted }
        }
    }

    /// The codes for which a literal holds: a range, or everything outside it.
    private func acceptedCodes(_ literal: CodedLiteral) -> (codes: Range<UInt32>, inverted: Bool) {
        let value = UInt32(literal.value)
        let end = UInt32(numbers.count)
        switch literal.operation {
        case .atMost: return (0..<value + 1, false)
        case .notAtMost: return (0..<value + 1, true)
        case .above: return (value + 1..<end, false)
        case .notAbove: return (value + 1..<end, true)
        case .equal: return (end + value..<end + value + 1, false)
        case .notEqual: return (end + value..<end + value + 1, true)
        }
    }

    /// The literal in terms of the table.
    func literal(_ coded: CodedLiteral) -> Literal {
        switch coded.operation {
        case .atMost: Literal(name, .atMost(numbers[coded.value]))
        case .notAtMost: Literal(name, .notAtMost(numbers[coded.value]))
        case .above: Literal(name, .above(numbers[coded.value]))
        case .notAbove: Literal(name, .notAbove(numbers[coded.value]))
        case .equal: Literal(name, .equal(strings[coded.value]))
        case .notEqual: Literal(name, .notEqual(strings[coded.value]))
        }
    }
}
