import NeSyLogic
import NeSyNetworks
import NeSyTensor

/// Which filters tell a class from the others, and which are drawn at random for comparison.
enum TellingFilters {
    /// The `count` filters of each class with the largest difference between their share of images switched on inside
    /// and outside the class; the lower index of equals. Ascending, without duplicates.
    static func perClass(_ count: Int, bits: BitMatrix, labels: Labels) -> [Int] {
        let rows = labels.count
        var members = [BitColumn](repeating: BitColumn(rows: rows), count: labels.classes.count)
        for (row, c) in labels.indices.enumerated() { members[Int(c)][row] = true }
        let sizes = members.map(\.count)
        var chosen = Set<Int>()
        let columns = (0..<bits.columns).map { bits.column($0) }
        let totals = columns.map(\.count)
        for (c, inside) in members.enumerated() where sizes[c] > 0 {
            let gaps = columns.enumerated().map { k, column in
                let own = column.intersection(inside).count
                return Double(own) / Double(sizes[c])
                    - Double(totals[k] - own) / Double(max(1, rows - sizes[c]))
            }
            chosen.formUnion(
                gaps.indices.sorted { gaps[$0] != gaps[$1] ? gaps[$0] > gaps[$1] : $0 < $1 }.prefix(count))
        }
        return chosen.sorted()
    }

    /// `count` filters of all, ascending.
    static func random(_ count: Int, of filters: Int, seed: UInt64) -> [Int] {
        var generator = CounterRandomGenerator(CounterRandom(seed: seed, stream: 0x434f_4e54))
        return Array(0..<filters).shuffled(using: &generator).prefix(count).sorted()
    }
}
