import NeSyLogic

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
            support: support, bitsSaved: bitsSaved, provenance: "ExplaiNN")
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
