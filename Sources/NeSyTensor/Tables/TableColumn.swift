/// One attribute of a ``Table``.
public struct TableColumn: Sendable, Hashable {
    /// One cell.
    public enum Cell: Sendable, Hashable {
        case number(Double)
        case string(String)
    }

    /// How the cells are kept.
    public enum Storage: Sendable, Hashable {
        /// The strings `1` (bit set) and `0`.
        case bits(BitColumn)
        /// `codes[row]` below `numbers.count` names a number, else `strings[code - numbers.count]`.
        /// Numbers ascend and are distinct, and none is NaN; so the code of a number is its rank. Strings
        /// ascend by their UTF-8 bytes and are distinct.
        case coded(numbers: [Double], strings: [String], codes: [UInt32])
    }

    public let name: String
    /// Whether the column was declared numeric; its cells may still hold strings.
    public let isNumeric: Bool
    public let storage: Storage

    /// A Boolean attribute whose cells read `1` and `0`.
    public init(name: String, bits: BitColumn) {
        self.name = name
        isNumeric = false
        storage = .bits(bits)
    }

    /// A column from its cells.
    public init(name: String, isNumeric: Bool, cells: [Cell]) {
        var numberSet = Set<Double>()
        var stringSet = Set<String>()
        for cell in cells {
            switch cell {
            case .number(let value):
                precondition(!value.isNaN, "NaN is no cell value; keep the string")
                numberSet.insert(value)
            case .string(let text): stringSet.insert(text)
            }
        }
        let numbers = numberSet.sorted()
        let strings = stringSet.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let numberCode = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, UInt32($0)) })
        let stringCode = Dictionary(
            uniqueKeysWithValues: strings.enumerated().map { ($1, UInt32(numbers.count + $0)) })
        let codes = cells.map { cell -> UInt32 in
            switch cell {
            case .number(let value): numberCode[value]!
            case .string(let text): stringCode[text]!
            }
        }
        self.init(name: name, isNumeric: isNumeric, numbers: numbers, strings: strings, codes: codes)
    }

    /// A column that is already coded.
    /// - Precondition: the order and range that ``Storage/coded(numbers:strings:codes:)`` asks for.
    public init(name: String, isNumeric: Bool, numbers: [Double], strings: [String], codes: [UInt32]) {
        self.name = name
        self.isNumeric = isNumeric
        storage = .coded(numbers: numbers, strings: strings, codes: codes)
    }

    public var rowCount: Int {
        switch storage {
        case .bits(let column): column.rows
        case .coded(_, _, let codes): codes.count
        }
    }

    public func cell(_ row: Int) -> Cell {
        switch storage {
        case .bits(let column): return .string(column[row] ? "1" : "0")
        case .coded(let numbers, let strings, let codes):
            let code = Int(codes[row])
            return code < numbers.count ? .number(numbers[code]) : .string(strings[code - numbers.count])
        }
    }

    /// The given rows, in the given order. Values that no longer occur leave the dictionary.
    public func selecting(rows: [Int]) -> TableColumn {
        switch storage {
        case .bits(let column):
            var chosen = BitColumn(rows: rows.count)
            for (target, source) in rows.enumerated() where column[source] { chosen[target] = true }
            return TableColumn(name: name, bits: chosen)
        case .coded(let numbers, let strings, let codes):
            var used = [Bool](repeating: false, count: numbers.count + strings.count)
            for row in rows { used[Int(codes[row])] = true }
            var renumbered = [UInt32](repeating: 0, count: used.count)
            var next: UInt32 = 0
            for code in used.indices where used[code] {
                renumbered[code] = next
                next += 1
            }
            return TableColumn(
                name: name, isNumeric: isNumeric,
                numbers: numbers.indices.filter { used[$0] }.map { numbers[$0] },
                strings: strings.indices.filter { used[numbers.count + $0] }.map { strings[$0] },
                codes: rows.map { renumbered[Int(codes[$0])] })
        }
    }
}
