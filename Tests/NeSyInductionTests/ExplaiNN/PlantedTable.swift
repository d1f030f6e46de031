import NeSyInduction
import NeSyTensor

/// Two layers with planted rules, made as in section 3.1 of the ExplaiNN paper: one to five items on either side, a
/// share of 2 to 8 % of the rows for each rule, a confidence between a half and one, five noise items in each layer,
/// and flipped bits everywhere.
struct PlantedTable {
    let heads: BitMatrix
    let tails: BitMatrix
    let rules: [(head: [Int], tail: [Int])]

    /// - Parameter areExclusive: whether a planted row sets one of a rule's head items, or all of them.
    init(rules count: Int, rows: Int = 10_000, flips: Double = 0.001, areExclusive: Bool = true, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var rules: [(head: [Int], tail: [Int])] = []
        var (headCount, tailCount) = (0, 0)
        for _ in 0..<count {
            let (head, tail) = (Int.random(in: 1...5, using: &random), Int.random(in: 1...5, using: &random))
            rules.append((Array(headCount..<headCount + head), Array(tailCount..<tailCount + tail)))
            headCount += head
            tailCount += tail
        }
        var heads = BitMatrix(rows: rows, columns: headCount + 5)
        var tails = BitMatrix(rows: rows, columns: tailCount + 5)
        for rule in rules {
            let frequency = Double.random(in: 0.02..<0.08, using: &random)
            let confidence = Double.random(in: 0.5..<1, using: &random)
            for row in 0..<rows where Double.random(in: 0..<1, using: &random) < frequency {
                if areExclusive {
                    heads[row, rule.head[Int.random(in: 0..<rule.head.count, using: &random)]] = true
                } else {
                    for item in rule.head { heads[row, item] = true }
                }
                if Double.random(in: 0..<1, using: &random) < confidence {
                    for item in rule.tail { tails[row, item] = true }
                }
            }
        }
        for noise in 0..<5 {
            let frequency = Double.random(in: 0.02..<0.08, using: &random)
            for row in 0..<rows {
                if Double.random(in: 0..<1, using: &random) < frequency { heads[row, headCount + noise] = true }
                if Double.random(in: 0..<1, using: &random) < frequency { tails[row, tailCount + noise] = true }
            }
        }
        PlantedTable.flip(&heads, share: flips, &random)
        PlantedTable.flip(&tails, share: flips, &random)
        self.heads = heads
        self.tails = tails
        self.rules = rules
    }

    /// Flips so many cells of a matrix, chosen with replacement.
    private static func flip(_ matrix: inout BitMatrix, share: Double, _ random: inout SplitMix64) {
        for _ in 0..<Int(share * Double(matrix.rows * matrix.columns)) {
            let row = Int.random(in: 0..<matrix.rows, using: &random)
            let column = Int.random(in: 0..<matrix.columns, using: &random)
            matrix[row, column].toggle()
        }
    }

    /// Both layers side by side: items as mined rules number them.
    var items: BitMatrix {
        var all = BitMatrix(rows: heads.rows, columns: heads.columns + tails.columns)
        for column in 0..<heads.columns { all.setColumn(column, to: heads.column(column)) }
        for column in 0..<tails.columns { all.setColumn(heads.columns + column, to: tails.column(column)) }
        return all
    }

    /// The share of found rules that were planted, and of planted rules that were found; head and tail exactly.
    func recovery(_ found: MinedRules) -> (precision: Double, recall: Double) {
        let hits = found.rules.filter { rule in
            rules.contains { $0.head == rule.rule.head && $0.tail.map { $0 + heads.columns } == rule.rule.tail }
        }
        return (Double(hits.count) / Double(max(1, found.rules.count)), Double(hits.count) / Double(rules.count))
    }

    /// The share of found rules whose head and tail lie inside those of one planted rule.
    func inside(_ found: MinedRules) -> Double {
        let hits = found.rules.filter { rule in
            rules.contains {
                Set($0.head).isSuperset(of: rule.rule.head)
                    && Set($0.tail.map { $0 + heads.columns }).isSuperset(of: rule.rule.tail)
            }
        }
        return Double(hits.count) / Double(max(1, found.rules.count))
    }

    /// The share of planted tails that are the tail of a found rule, exactly.
    func tailRecall(_ found: MinedRules) -> Double {
        let tails = Set(found.rules.map(\.rule.tail))
        let hits = rules.filter { rule in tails.contains(rule.tail.map { $0 + heads.columns }) }
        return Double(hits.count) / Double(rules.count)
    }
}
