/// A rule that ``ExplaiNN`` found.
public struct MinedRule: Sendable, Hashable {
    public var rule: ItemRule
    /// By how many bits the table is longer without this rule, L_N(|M|) aside.
    public var bitsSaved: Double
    /// |T_X|: the rows with at least l items of the head.
    public var applies: Int
    /// |T_Y|X|: those of them with at least k items of the tail.
    public var holds: Int

    public init(rule: ItemRule, bitsSaved: Double, applies: Int, holds: Int) {
        self.rule = rule
        self.bitsSaved = bitsSaved
        self.applies = applies
        self.holds = holds
    }
}

/// What ``ExplaiNN`` found between two layers.
public struct MinedRules: Sendable, Hashable {
    /// By the bits they save, descending; ties by the first tail item.
    public var rules: [MinedRule]
    /// Without rules.
    public var baseline: DescriptionLength
    /// With the rules.
    public var found: DescriptionLength

    public init(rules: [MinedRule], baseline: DescriptionLength, found: DescriptionLength) {
        self.rules = rules
        self.baseline = baseline
        self.found = found
    }
}
