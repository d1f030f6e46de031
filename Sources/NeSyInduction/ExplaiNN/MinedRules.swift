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
