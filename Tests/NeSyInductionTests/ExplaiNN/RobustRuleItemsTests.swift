import NeSyInduction
import NeSyLogic
import NeSyTensor
import Testing

@Suite struct RobustRuleItemsTests {
    /// What is counted by item numbers is what holds in the table by names; the second rule has its head among the
    /// tails.
    @Test func scoredRulesGetNames() throws {
        var items = BitMatrix(rows: 50, columns: 6)
        for row in 0..<50 {
            for column in 0..<6 { items[row, column] = (row * 7 + column * column) % 5 < 2 }
        }
        let names = ["shirt", "coat", "u0", "u1", "u2", "u3"]
        let scored = try RuleSetScore(items: items).score([
            ItemRule(head: [0, 1], tail: [2, 3, 4], headThreshold: 1, tailThreshold: 2),
            ItemRule(head: [2, 3], tail: [5], headThreshold: 2, tailThreshold: 1),
        ])
        let rules = scored.parts.map {
            RobustRule(
                $0.rule, names: names,
                support: RobustRule.Support(applies: $0.counts.applies, holds: $0.counts.holds),
                bitsSaved: $0.bitsSaved)
        }
        #expect(rules.map { $0.text() } == ["shirt or coat -> at least 2 of {u0, u1, u2}", "u0 and u1 -> u3"])
        let set = RobustRuleSet(headLayer: "output", tailLayer: "u", rules: rules)
        #expect(try set.evaluate(Table(bits: items, names: names)).map(\.support) == rules.map(\.support))
        #expect(rules.map(\.bitsSaved) == scored.parts.map(\.bitsSaved))
        #expect(rules.allSatisfy { $0.provenance == "ExplaiNN" && $0.status == nil })
    }
}
