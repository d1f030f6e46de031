import NeSyInduction
import NeSyJSON
import NeSyTensor
import Testing

@Suite struct RuleSetScoreTests {
    /// Appendix A.1 with its margins 40, 35, 33 and 35, and 30 rows with A, B and C.
    static let workedExample: BitMatrix = {
        var items = BitMatrix(rows: 100, columns: 4)
        for row in 0..<100 {
            items[row, 0] = row < 40
            items[row, 1] = row < 30 || (32..<34).contains(row) || (50..<53).contains(row)
            items[row, 2] = row < 30 || (34..<36).contains(row) || row == 60
            items[row, 3] = row % 3 == 0 || row == 1
        }
        return items
    }()

    @Test func workedExampleOfThePaper() throws {
        let score = RuleSetScore(items: Self.workedExample, reading: ScoreReading(mode: .strict))
        #expect(abs(score.baseline.total - 375.942736) < 1e-6)
        let rule = ItemRule(head: [0], tail: [1, 2], headThreshold: 1, tailThreshold: 2)
        let scored = try score.score([rule])
        // The paper leaves L_N(|M|) out here.
        #expect(abs(scored.found.total - scored.ruleCount - 284.445105) < 1e-6)
        #expect(abs(scored.found.data - 256.423880) < 1e-6)
        #expect(abs(scored.found.model - scored.ruleCount - 28.021225) < 1e-6)
        #expect(abs(scored.ruleCount - 1.518567) < 1e-6)
        #expect(scored.residualUsage == [40, 5, 3, 35])
        #expect(try score.score([]).found == score.baseline)
    }

    @Test(.enabled(if: ExplaiNNReference.document != nil)) func allCasesAreThere() {
        #expect(ExplaiNNReference.cases.count == 21)
    }

    @Test(arguments: ExplaiNNReference.cases)
    func figuresOfAnotherImplementation(_ example: ExplaiNNReference.Case) throws {
        let items = example.items
        #expect((0..<items.columns).map { items.count(column: $0) } == example.json["usage"]?.integers)
        #expect(!example.expected.isEmpty)
        for member in example.expected {
            let reading = try #require(ExplaiNNReference.readings[member.key])
            let score = try RuleSetScore(items: items, reading: reading).score(example.rules)
            let ruleCount = member.key == "strict_paper_example" ? 0 : score.ruleCount
            let omitted = score.ruleCount - ruleCount
            func agree(_ ours: Double, _ key: String, of json: JSON) {
                #expect(abs(ours - (json[key]?.doubleValue ?? .nan)) < 1e-6, "\(member.key) \(key)")
            }
            agree(score.found.total - omitted, "total", of: member.value)
            agree(score.found.model - omitted, "model", of: member.value)
            agree(score.found.data, "data", of: member.value)
            agree(score.itemComplexity, "model_singletons", of: member.value)
            agree(ruleCount, "model_rule_count", of: member.value)
            agree(score.columns, "data_singletons", of: member.value)
            #expect(score.residualUsage == member.value["residual_usage"]?.integers)
            let parts = member.value["rules"]?.arrayValue ?? []
            #expect(parts.count == score.parts.count)
            for (ours, theirs) in zip(score.parts, parts) {
                #expect(ours.counts.applies == theirs["n_applies"]?.intValue)
                #expect(ours.counts.holds == theirs["n_holds"]?.intValue)
                agree(ours.length.model, "model", of: theirs)
                agree(ours.length.data, "data", of: theirs)
                agree(ours.length.placement, "where", of: theirs)
                guard reading.mode == .robust else { continue }
                #expect(ours.counts.onesMinus == theirs["ones_minus"]?.intValue)
                #expect(ours.counts.onesPlus == theirs["ones_plus"]?.intValue)
                agree(ours.length.minus, "minus", of: theirs)
                agree(ours.length.plus, "plus", of: theirs)
            }
        }
    }

    /// Random tables and rules, chains and shared tails among them, in all readings.
    @Test(arguments: UInt64(0)..<24) func plainScorerAgrees(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (rows, columns) = (Int.random(in: 1...200, using: &random), Int.random(in: 4...12, using: &random))
        let density = Double.random(in: 0.1...0.9, using: &random)
        let table = (0..<rows).map { row in
            (0..<columns).map { row == $0 % rows || Double.random(in: 0..<1, using: &random) < density }
        }
        var items = BitMatrix(rows: rows, columns: columns)
        for (row, cells) in table.enumerated() {
            for (column, isSet) in cells.enumerated() where isSet { items[row, column] = true }
        }
        let split = Int.random(in: 1..<columns, using: &random)
        let layers = [items.selecting(0..<split), items.selecting(split..<columns)]
        for mode in ScoreReading.Mode.allCases {
            for cover in ScoreReading.Cover.allCases {
                let reading = ScoreReading(mode: mode, cover: cover)
                let rules = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    Self.rule(columns, isStrict: mode == .strict, &random)
                }
                let plain = PlainScore(rows: table, items: columns, rules: rules, reading: reading)
                let ours = try RuleSetScore(items: items, reading: reading).score(rules)
                #expect(abs(ours.found.model - plain.model) < 1e-8)
                #expect(abs(ours.found.data - plain.data) < 1e-8)
                #expect(ours.residualUsage == plain.residualUsage)
                for (part, expected) in zip(ours.parts, plain.rules) {
                    #expect(
                        part.counts
                            == RuleCounts(
                                applies: expected.applies, holds: expected.holds, onesMinus: expected.onesMinus,
                                onesPlus: expected.onesPlus))
                    #expect(abs(part.length.model - expected.model) < 1e-8)
                    #expect(abs(part.length.data - expected.data) < 1e-8)
                    let alone = PlainScore(rows: table, items: columns, rules: [part.rule], reading: reading)
                    let saved = ours.baseline.total - alone.total + CodeLength.integer(1)
                    #expect(abs(part.bitsSaved - saved) < 1e-8)
                }
                #expect(try RuleSetScore(layers: layers, reading: reading).score(rules) == ours)
            }
        }
    }

    /// From lower to higher items, so that chains arise and cycles do not.
    private static func rule(_ items: Int, isStrict: Bool, _ random: inout SplitMix64) -> ItemRule {
        let chosen = Array((0..<items).shuffled(using: &random).prefix(Int.random(in: 2...items, using: &random)))
            .sorted()
        let heads = Int.random(in: 1..<chosen.count, using: &random)
        let tails = chosen.count - heads
        return ItemRule(
            head: Array(chosen.prefix(heads)), tail: Array(chosen.suffix(tails)),
            headThreshold: Int.random(in: 1...heads, using: &random),
            tailThreshold: isStrict ? tails : Int.random(in: 1...tails, using: &random))
    }

    @Test func theOrderOfRulesAndItemsDoesNotMatter() throws {
        let score = RuleSetScore(items: Self.workedExample)
        let rules = [
            ItemRule(head: [0], tail: [1, 2], headThreshold: 1, tailThreshold: 2),
            ItemRule(head: [1, 2], tail: [3], headThreshold: 2, tailThreshold: 1),
        ]
        let turned = rules.reversed().map {
            ItemRule(
                head: $0.head.reversed(), tail: $0.tail.reversed(), headThreshold: $0.headThreshold,
                tailThreshold: $0.tailThreshold)
        }
        #expect(abs(try score.score(rules).found.total - score.score(turned).found.total) < 1e-9)
    }

    @Test func tablesWithoutRowsOrItems() throws {
        #expect(RuleSetScore(items: BitMatrix(rows: 0, columns: 3)).baseline.total == 0)
        #expect(try RuleSetScore(layers: []).score([]).found.total == 0)
    }

    struct Refusal: Sendable, CustomStringConvertible {
        let rules: [ItemRule]
        let words: [String]
        var mode = ScoreReading.Mode.robust
        var description: String { words.joined(separator: ", ") }
    }

    static let refusals: [Refusal] = [
        Refusal(rules: [rule([0], [9])], words: ["does not have", "rule 1", "0 to 4", "9"]),
        Refusal(rules: [rule([-1], [1])], words: ["does not have", "-1"]),
        Refusal(rules: [rule([0], [1]), rule([], [1])], words: ["head", "empty", "rule 2"]),
        Refusal(rules: [rule([0], [])], words: ["tail", "empty"]),
        Refusal(rules: [rule([0, 1], [2, 1])], words: ["in the head and in the tail", "b"]),
        Refusal(rules: [rule([0, 0], [1])], words: ["twice", "a"]),
        Refusal(rules: [rule([0], [4])], words: ["set in no row", "never"]),
        Refusal(rules: [rule([0], [1], l: 0)], words: ["head threshold", "expected: 1\n", "0"]),
        Refusal(rules: [rule([0], [1, 2], k: 3)], words: ["tail threshold", "1 to 2", "3"]),
        Refusal(rules: [rule([0], [1, 2], k: 1)], words: ["strict", "threshold of 2", "1"], mode: .strict),
        Refusal(rules: [rule([0], [1]), rule([1], [0])], words: ["circular", "a -> b -> a"]),
        Refusal(
            rules: [rule([3], [0]), rule([0, 3], [1]), rule([1], [2]), rule([2], [0])],
            words: ["circular", "a -> b -> c -> a"]),
    ]

    private static func rule(_ head: [Int], _ tail: [Int], l: Int = 1, k: Int = 1) -> ItemRule {
        ItemRule(head: head, tail: tail, headThreshold: l, tailThreshold: k)
    }

    @Test(arguments: refusals) func rulesThatCannotBeScored(_ refusal: Refusal) {
        var items = BitMatrix(rows: 100, columns: 5)
        for column in 0..<4 { items.setColumn(column, to: Self.workedExample.column(column)) }
        let score = RuleSetScore(
            items: items, names: ["a", "b", "c", "d", "never"], reading: ScoreReading(mode: refusal.mode))
        let error = #expect(throws: NeSyError.self) { try score.score(refusal.rules) }
        #expect(error?.kind == .badData)
        for word in refusal.words {
            #expect(error?.description.contains(word) == true, "\(word) in \(String(describing: error))")
        }
    }

    /// A long chain is told step by step, without a deep recursion, and so is a long cycle.
    @Test func longChains() {
        let length = 50_000
        var items = BitMatrix(rows: 1, columns: length)
        for column in 0..<length { items[0, column] = true }
        let chain = (1..<length).map { Self.rule([$0 - 1], [$0]) }
        let score = RuleSetScore(items: items)
        #expect(throws: Never.self) { try score.score(chain) }
        #expect(throws: NeSyError.self) { try score.score(chain + [Self.rule([length - 1], [0])]) }
    }
}
