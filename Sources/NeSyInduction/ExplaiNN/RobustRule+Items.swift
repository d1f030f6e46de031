import NeSyLogic
import NeSyTensor

extension RobustRule {
    /// A rule over numbered items, with their names.
    /// - Parameters:
    ///   - names: of all items, those of the heads first.
    ///   - support: where it applies and holds.
    ///   - bitsSaved: as ``ScoredRules/Part/bitsSaved``.
    /// - Precondition: the rule has valid thresholds, and distinct items that have distinct names.
    public init(_ rule: ItemRule, names: [String], support: Support, bitsSaved: Double) {
        self.init(
            head: CountCondition(atLeast: rule.headThreshold, of: rule.head.map { names[$0] }),
            tail: CountCondition(atLeast: rule.tailThreshold, of: rule.tail.map { names[$0] }),
            support: support, bitsSaved: bitsSaved, provenance: "ExplaiNN", status: .empirical)
    }
}

extension ScoredRules {
    /// The rules with names, supports and bits, in the given order.
    /// - Parameter names: of all items, those of the heads first.
    public func robustRules(names: [String]) -> [RobustRule] {
        parts.map {
            RobustRule(
                $0.rule, names: names,
                support: RobustRule.Support(applies: $0.counts.applies, holds: $0.counts.holds),
                bitsSaved: $0.bitsSaved)
        }
    }
}

extension RobustRuleSet {
    /// The rules over numbered items, those of the heads first. The name of a head is looked for among the heads, then
    /// among the tails, where chained rules have it; that of a tail the other way round.
    /// - Throws: `NeSyError` for a name that is in neither.
    public func itemRules(heads: [String], tails: [String]) throws(NeSyError) -> [ItemRule] {
        func positions(_ names: [String], from first: Int) -> [String: Int] {
            Dictionary(zip(names, first...), uniquingKeysWith: { first, _ in first })
        }
        let (head, tail) = (positions(heads, from: 0), positions(tails, from: heads.count))
        func items(
            _ names: [String], _ first: [String: Int], _ second: [String: Int], _ rule: Int
        ) throws(NeSyError) -> [Int] {
            var items: [Int] = []
            for name in names {
                guard let item = first[name] ?? second[name] else {
                    throw NeSyError(
                        .badData, "A rule speaks about an item that the tables do not have.", at: "rule \(rule + 1)",
                        expected: Spelling.closest(to: name, among: heads + tails).map { "perhaps \"\($0)\"" },
                        found: "\"\(name)\"", remedy: "Use tables with the columns the rules speak about.")
                }
                items.append(item)
            }
            return items.sorted()
        }
        var found: [ItemRule] = []
        for (index, rule) in rules.enumerated() {
            found.append(
                ItemRule(
                    head: try items(rule.head.attributes, head, tail, index),
                    tail: try items(rule.tail.attributes, tail, head, index), headThreshold: rule.head.threshold,
                    tailThreshold: rule.tail.threshold))
        }
        return found
    }
}
