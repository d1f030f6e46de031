/// A set of rules with its description length and everything that it is the sum of.
public struct ScoredRules: Sendable, Hashable {
    public struct Part: Sendable, Hashable {
        public var rule: ItemRule
        public var counts: RuleCounts
        public var length: RuleLength
        /// What the rule saves on its tails less its own length, as if it were the only one, and without L_N(|M|).
        public var bitsSaved: Double
    }

    /// Of no rules at all.
    public var baseline: DescriptionLength
    public var found: DescriptionLength
    /// In the given order.
    public var parts: [Part]
    /// |I| L_pc(n), in the model.
    public var itemComplexity: Double
    /// L_N(|M|), in the model; the paper's worked example leaves it out.
    public var ruleCount: Double
    /// What is left of the columns, in the data.
    public var columns: Double
    /// Per item the rows in which it is set and no rule says so.
    public var residualUsage: [Int]
}
