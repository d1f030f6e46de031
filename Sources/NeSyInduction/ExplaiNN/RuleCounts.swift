/// What has to be counted of a rule X → Y to price it.
public struct RuleCounts: Sendable, Hashable {
    /// |T_X|: rows with at least l of the head.
    public var applies: Int
    /// |T_Y|X|: those of them with at least k of the tail.
    public var holds: Int
    /// Ones in X⁻: tail cells that are not set in rows where the rule holds.
    public var onesMinus: Int
    /// Ones in X⁺: tail cells that are set in rows where the rule applies and does not hold.
    public var onesPlus: Int

    public init(applies: Int, holds: Int, onesMinus: Int, onesPlus: Int) {
        self.applies = applies
        self.holds = holds
        self.onesMinus = onesMinus
        self.onesPlus = onesPlus
    }
}
