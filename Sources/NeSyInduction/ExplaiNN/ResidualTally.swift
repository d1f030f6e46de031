import NeSyTensor

/// What rules leave of the columns of their tails. Only a column that several rules share is kept row by row.
struct ResidualTally {
    private(set) var residualUsage: [Int]
    private let isShared: [Bool]
    /// Of shared items: the rows that no rule has covered yet.
    private var left: [Int: BitColumn] = [:]

    init(usage: [Int], rules: [ItemRule]) {
        residualUsage = usage
        var tails = [Int](repeating: 0, count: usage.count)
        for item in rules.lazy.flatMap(\.tail) { tails[item] += 1 }
        isShared = tails.map { $0 > 1 }
    }

    /// A rule with the item in its tail covers these rows, in `covered` of which the item is set.
    mutating func cover(_ item: Int, covered: Int, rows: BitColumn, column: () -> BitColumn) {
        guard isShared[item] else {
            residualUsage[item] -= covered
            return
        }
        left[item, default: column()].subtract(rows)
        residualUsage[item] = left[item]?.count ?? 0
    }
}
