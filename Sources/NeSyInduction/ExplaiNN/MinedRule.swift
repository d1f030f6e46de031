/// A rule that ``ExplaiNN`` found.
public struct MinedRule: Sendable, Hashable {
    public var rule: ItemRule
    /// By how many bits the table is longer without this rule, L_N(|M|) aside. Where a neuron may have several rules,
    /// that is over what the rules of earlier rounds leave: the sum over all rules is what the set saves.
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
