/// The bits that one rule costs, without what it saves on its tails.
public struct RuleLength: Sendable, Hashable {
    /// In L(M): the items, the thresholds and the complexities of the rule's own codes.
    public var model: Double
    /// In L(D|M): in which of the rows where it applies the rule holds.
    public var placement: Double
    /// In L(D|M): which tails are not set although the rule holds; 0 in the strict mode.
    public var minus: Double
    /// In L(D|M): which tails are set although the rule does not hold; 0 in the strict mode.
    public var plus: Double

    /// The rule's part of L(D|M).
    public var data: Double { placement + minus + plus }
    public var total: Double { model + data }
}
