import NeSyInduction
import NeSyLogic

extension RobustRuleSet {
    /// What a search found, by the names of the items.
    public init(_ mined: MinedRules, between pair: LayerPair) {
        let names = pair.names
        self.init(
            headLayer: pair.heads.layer, tailLayer: pair.tails.layer,
            rules: mined.rules.map { found in
                RobustRule(
                    found.rule, names: names,
                    support: RobustRule.Support(applies: found.applies, holds: found.holds),
                    bitsSaved: found.bitsSaved)
            })
    }
}
