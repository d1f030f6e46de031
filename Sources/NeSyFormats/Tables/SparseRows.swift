import NeSyTensor

/// Sets of items, one a line, as numbers with spaces between (the `.dat` files of frequent-itemset mining),
/// often inside gzip.
public struct SparseRows: Sendable, Hashable {
    /// The item numbers that occur, ascending; a position in this list is a column.
    public let items: [Int]
    /// The columns of all rows, ascending in each row.
    public let columns: [Int32]
    /// Where a row begins in `columns`, and at last their count.
    public let starts: [Int]

    /// A larger matrix is refused: 2 GiB of bits.
    public static let bitLimit = 1 << 34
    /// The largest item number.
    public static let itemLimit = Int(Int32.max)

    public var rowCount: Int { starts.count - 1 }

    /// The columns of one row.
    public subscript(row: Int) -> ArraySlice<Int32> { columns[starts[row]..<starts[row + 1]] }

    /// Reads a file, compressed with gzip or not. An empty line is an empty row, except at the end.
    /// - Throws: `.badData` with the line: anything but numbers, an item twice in a row, no rows.
    public static func decode(_ file: [UInt8], limit: ExpansionLimit = .standard) throws(NeSyError) -> SparseRows {
        let bytes = try Gzip.decodeIfCompressed(file, limit: limit)
        var numbers: [Int32] = []
        var starts = [0]
        var position = 0
        while position < bytes.count {
            while position < bytes.count, bytes[position] != 0x0A {
                let byte = bytes[position]
                if byte == 0x20 || byte == 0x09 || byte == 0x0D {
                    position += 1
                    continue
                }
                var value = 0
                while position < bytes.count, (0x30...0x39).contains(bytes[position]), value <= itemLimit {
                    value = value * 10 + Int(bytes[position] - 0x30)
                    position += 1
                }
                let isEnd = position == bytes.count || [0x20, 0x09, 0x0D, 0x0A].contains(bytes[position])
                guard isEnd, value <= itemLimit else {
                    throw .malformed(
                        "An item is no number.", atLine: starts.count,
                        expected: "numbers up to \(itemLimit) with spaces between",
                        found: value > itemLimit ? "a larger number" : hex(bytes[position..<position + 1]))
                }
                numbers.append(Int32(value))
            }
            position += 1
            let row = starts[starts.count - 1]..<numbers.count
            numbers[row].sort()
            for index in row.dropFirst() where numbers[index] == numbers[index - 1] {
                throw .malformed(
                    "An item stands twice in a row.", atLine: starts.count, expected: "every item once",
                    found: "\(numbers[index])")
            }
            starts.append(numbers.count)
        }
        guard starts.count > 1 else {
            throw .malformed("The file has no rows.", atLine: 1, expected: "a line of item numbers")
        }
        let items = Set(numbers).sorted()
        let column = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, Int32($0)) })
        return SparseRows(items: items.map { Int($0) }, columns: numbers.map { column[$0]! }, starts: starts)
    }

    private init(items: [Int], columns: [Int32], starts: [Int]) {
        self.items = items
        self.columns = columns
        self.starts = starts
    }

    /// A row for every line, a column for every item.
    /// - Throws: `.badData` when that is more than ``bitLimit``.
    public func bitMatrix() throws(NeSyError) -> BitMatrix {
        let (bits, overflow) = (BitMatrix.words(forRows: rowCount) * 64).multipliedReportingOverflow(by: items.count)
        guard !overflow, bits <= SparseRows.bitLimit else {
            throw NeSyError(
                .badData, "The rows are too sparse for a bit matrix.", expected: "at most \(SparseRows.bitLimit) bits",
                found: "\(rowCount) rows x \(items.count) items", remedy: "leave out rare items")
        }
        var byColumn = [[Int32]](repeating: [], count: items.count)
        for row in 0..<rowCount {
            for column in self[row] { byColumn[Int(column)].append(Int32(row)) }
        }
        var matrix = BitMatrix(rows: rowCount, columns: items.count)
        for (index, rows) in byColumn.enumerated() {
            var column = BitColumn(rows: rowCount)
            for row in rows { column[Int(row)] = true }
            matrix.setColumn(index, to: column)
        }
        return matrix
    }
}
