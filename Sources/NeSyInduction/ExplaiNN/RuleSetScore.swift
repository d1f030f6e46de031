import CMicro
import NeSyTensor

/// The exact description length of any given set of rules over a Boolean table (Fischer et al., section 2.2 and
/// appendix A; the open points as ``ScoreReading`` says).
///
/// Rules may share tails and may be chained: the tail of one may be in the head of another, as long as no item depends
/// on itself. Where rules share a tail, each pays for its own codes, and the rows that all of them cover are taken from
/// the column (our reading).
public struct RuleSetScore: Sendable {
    public let reading: ScoreReading
    private let layers: [BitMatrix]
    private let names: [String]?
    private let usage: [Int]
    private let coder: RuleCoder

    /// - Parameters:
    ///   - layers: tables over the same rows; items are numbered through them in this order.
    ///   - names: of the items, for errors only.
    /// - Precondition: all layers have the same rows, and there is a name an item where names are given.
    public init(layers: [BitMatrix], names: [String]? = nil, reading: ScoreReading = ScoreReading()) {
        precondition(layers.allSatisfy { $0.rows == layers[0].rows })
        self.layers = layers
        self.names = names
        self.reading = reading
        let usage = layers.flatMap { layer in (0..<layer.columns).map { layer.count(column: $0) } }
        precondition(names == nil || names?.count == usage.count)
        self.usage = usage
        coder = RuleCoder(rows: layers.first?.rows ?? 0, usage: usage, reading: reading)
    }

    public init(items: BitMatrix, names: [String]? = nil, reading: ScoreReading = ScoreReading()) {
        self.init(layers: [items], names: names, reading: reading)
    }

    /// The description length without rules.
    public var baseline: DescriptionLength {
        DescriptionLength(
            model: coder.itemComplexity, data: usage.reduce(0) { $0 + coder.column($1) })
    }

    /// - Throws: `NeSyError` for rules that cannot be scored: items that do not exist, that are on both sides or that
    ///   never occur, thresholds out of range, and items that depend on themselves.
    public func score(_ rules: [ItemRule]) throws(NeSyError) -> ScoredRules {
        try RuleSetCheck(usage: usage, names: names, mode: reading.mode).check(rules)
        var tally = ResidualTally(usage: usage, rules: rules)
        let parts = rules.map { part($0, &tally) }
        let residual = tally.residualUsage
        let ruleCount = coder.ruleCount(rules.count)
        let columns = residual.reduce(0) { $0 + coder.column($1) }
        return ScoredRules(
            baseline: baseline,
            found: DescriptionLength(
                model: coder.itemComplexity + ruleCount + parts.reduce(0) { $0 + $1.length.model },
                data: columns + parts.reduce(0) { $0 + $1.length.data }),
            parts: parts, itemComplexity: coder.itemComplexity, ruleCount: ruleCount, columns: columns,
            residualUsage: residual)
    }

    private func part(_ rule: ItemRule, _ tally: inout ResidualTally) -> ScoredRules.Part {
        let applies = rows(atLeast: rule.headThreshold, of: rule.head)
        let holds = applies.intersection(rows(atLeast: rule.tailThreshold, of: rule.tail))
        let fails = applies.subtracting(holds)
        var counts = RuleCounts(applies: applies.count, holds: holds.count, onesMinus: 0, onesPlus: 0)
        let covers = reading.effectiveCover == .applies ? applies : holds
        var saved = 0.0
        for item in rule.tail {
            let (set, setInVain) = common(item, holds, fails)
            counts.onesMinus += counts.holds - set
            counts.onesPlus += setInVain
            let covered = reading.effectiveCover == .applies ? set + setInVain : set
            saved += coder.column(usage[item]) - coder.column(usage[item] - covered)
            tally.cover(item, covered: covered, rows: covers) { column(item) }
        }
        var length = coder.length(counts, headThreshold: rule.headThreshold, tails: rule.tail.count)
        length.model += coder.items(rule.head) + coder.items(rule.tail)
        return ScoredRules.Part(rule: rule, counts: counts, length: length, bitsSaved: saved - length.total)
    }

    private func rows(atLeast threshold: Int, of items: [Int]) -> BitColumn {
        var counter = BitSlicedCounter(rows: coder.rows)
        for item in items {
            let (layer, index) = place(item)
            counter.add(column: index, of: layers[layer])
        }
        return counter.rows(atLeast: threshold)
    }

    private func column(_ item: Int) -> BitColumn {
        let (layer, index) = place(item)
        return layers[layer].column(index)
    }

    /// How many rows of the item are among the first and among the second rows.
    private func common(_ item: Int, _ first: BitColumn, _ second: BitColumn) -> (Int, Int) {
        let (layer, index) = place(item)
        let width = layers[layer].wordsPerColumn
        var counts: (Int64, Int64) = (0, 0)
        layers[layer].words.withUnsafeBufferPointer { words in
            first.words.withUnsafeBufferPointer { first in
                second.words.withUnsafeBufferPointer { second in
                    guard let words = words.baseAddress, let first = first.baseAddress,
                        let second = second.baseAddress
                    else { return }
                    nesy_popcount_and2(words + index * width, first, second, width, &counts.0, &counts.1)
                }
            }
        }
        return (Int(counts.0), Int(counts.1))
    }

    private func place(_ item: Int) -> (layer: Int, column: Int) {
        var column = item
        for (layer, matrix) in layers.enumerated() {
            if column < matrix.columns { return (layer, column) }
            column -= matrix.columns
        }
        preconditionFailure("item \(item) is not in the table")
    }
}
