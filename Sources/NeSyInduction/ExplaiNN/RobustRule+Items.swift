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
