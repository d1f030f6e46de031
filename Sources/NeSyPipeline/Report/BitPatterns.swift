import NeSyTensor

/// The different rows of a Boolean table, numbered by first appearance.
struct BitPatterns {
    /// The number of every row's pattern.
    let patternOfRow: [Int]
    /// The first row of every pattern.
    let firstRows: [Int]

    /// - Precondition: all columns are Boolean.
    init(_ table: Table, rows: [Int]) {
        let words = (table.columns.count + 63) / 64
        var keys = [UInt64](repeating: 0, count: table.rowCount * words)
        for (column, storage) in table.columns.map(\.storage).enumerated() {
            guard case .bits(let ones) = storage else { preconditionFailure("a column that is not Boolean") }
            ones.forEachRow { keys[$0 * words + column / 64] |= 1 << UInt64(column % 64) }
        }
        var numbers: [ArraySlice<UInt64>: Int] = [:]
        var firsts: [Int] = []
        patternOfRow = rows.map { row in
            let key = keys[row * words..<(row + 1) * words]
            if let known = numbers[key] { return known }
            numbers[key] = firsts.count
            firsts.append(row)
            return firsts.count - 1
        }
        firstRows = firsts
    }
}
