import NeSyInduction
import NeSyLogic
import NeSyTensor
import Testing

@Suite struct RobustRuleItemsTests {
    static let rules = [
        ItemRule(head: [0, 1], tail: [2, 3, 4], headThreshold: 1, tailThreshold: 2),
        ItemRule(head: [2, 3], tail: [5], headThreshold: 2, tailThreshold: 1),
    ]

    /// Numbers to names and back; the second rule has its head among the tails.
    @Test func namesReadBackToItems() throws {
        var items = BitMatrix(rows: 50, columns: 6)
        for row in 0..<50 {
            for column in 0..<6 { items[row, column] = (row * 7 + column * column) % 5 < 2 }
        }
        let (heads, tails) = (["shirt", "coat"], ["u0", "u1", "u2", "u3"])
        let scored = try RuleSetScore(items: items).score(Self.rules)
        let named = scored.robustRules(names: heads + tails)
        #expect(named.map { $0.text() } == ["shirt or coat -> at least 2 of {u0, u1, u2}", "u0 and u1 -> u3"])
        let set = RobustRuleSet(headLayer: "output", tailLayer: "u", rules: named)
        #expect(try set.itemRules(heads: heads, tails: tails) == Self.rules)
        // What was scored is what holds in the table.
        let rows = try set.evaluate(Table(bits: items, names: heads + tails))
        #expect(rows.map(\.support) == named.map(\.support))
        #expect(zip(named, scored.parts).allSatisfy { $0.bitsSaved == $1.bitsSaved })
    }

    /// A name may be in both layers: a head means the upper one, a tail the lower one.
    @Test func layersMayShareNames() throws {
        let rule = RobustRule(
            head: CountCondition(atLeast: 1, of: ["1"]), tail: CountCondition(atLeast: 1, of: ["0", "1"]))
        let set = RobustRuleSet(headLayer: "fc6", tailLayer: "fc5", rules: [rule])
        #expect(
            try set.itemRules(heads: ["0", "1"], tails: ["1", "0"])
                == [ItemRule(head: [1], tail: [2, 3], headThreshold: 1, tailThreshold: 1)])
    }

    @Test func anUnknownNameIsRefused() {
        let rule = RobustRule(
            head: CountCondition(atLeast: 1, of: ["shirt"]), tail: CountCondition(atLeast: 1, of: ["relu_71"]))
        let set = RobustRuleSet(headLayer: "output", tailLayer: "relu", rules: [rule])
        let error = #expect(throws: NeSyError.self) { try set.itemRules(heads: ["shirt"], tails: ["relu_17"]) }
        #expect(error?.found == "\"relu_71\"" && error?.expected == "perhaps \"relu_17\"")
        #expect(error?.location == "rule 1" && error?.kind == .badData)
    }
}
