import CMicro
import NeSyCompute
import NeSyTensor

/// What the tails of a merge cost less where a rule covers the rows in which it holds: this depends on both
/// thresholds, and each tail is counted in the rows of each.
struct HoldingTails {
    /// `[l - 1][k - 1]`.
    private let savings: [[Double]]

    init(_ a: PreparedTail, _ b: PreparedTail, rows: HeadRows, coder: RuleCoder, isStrict: Bool) {
        let size = a.size + b.size
        let level = VectorLevel.best.rawValue
        let words = rows.words
        let counter = RowCounter(a.counter, b.counter, columns: size)
        let leftCounts = a.leftCounts + b.leftCounts
        // Only all tails at once make a strict rule hold.
        let thresholds = isStrict ? size...size : 1...size
        // Per l and tail: the rows that are covered with the k at hand.
        var covered = [[Int]](
            repeating: [Int](repeating: 0, count: size), count: rows.rowCounts.count)
        var savings = [[Double]](
            repeating: [Double](repeating: 0, count: size), count: rows.rowCounts.count)
        for k in thresholds.reversed() {
            let equal = counter.rows(where: k)
            for place in 0..<size {
                let own = place < a.size
                let (columns, index) = own ? (a.left, place) : (b.left, place - a.size)
                let held = columns.withUnsafeBufferPointer { columns in
                    [UInt64](unsafeUninitializedCapacity: words) { held, filled in
                        for word in 0..<words { held[word] = equal[word] & columns[index * words + word] }
                        filled = words
                    }
                }
                var more = 0
                for l in (1..<rows.rowCounts.count + 1).reversed() {
                    more += rows.withSet(count: l) { set in
                        Int(set.map { nesy_popcount_and(level, held, $0, words) } ?? nesy_popcount(held, words))
                    }
                    covered[l - 1][place] += more
                    savings[l - 1][k - 1] +=
                        coder.column(leftCounts[place]) - coder.column(leftCounts[place] - covered[l - 1][place])
                }
            }
        }
        self.savings = savings
    }

    func saved(l: Int, k: Int) -> Double { savings[l - 1][k - 1] }
}
