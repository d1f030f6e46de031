import NeSyJSON
import NeSyLogic
import NeSyTensor
import Testing

@Suite struct RobustRuleTests {
    static let rules = RobustRuleSet(
        headLayer: "output", tailLayer: "relu2",
        rules: [
            RobustRule(
                head: CountCondition(atLeast: 1, of: ["shirt", "coat"]),
                tail: CountCondition(atLeast: 2, of: ["relu2_17", "relu2_40", "relu2_41"]),
                support: RobustRule.Support(applies: 12, holds: 9), bitsSaved: 1234.5678, provenance: "ExplaiNN",
                status: .empirical),
            RobustRule(
                head: CountCondition(atLeast: 2, of: ["T-shirt", "ankle boot"]),
                tail: CountCondition(atLeast: 1, of: ["a, b"]),
                status: .refuted(counterexample: [AttributeValue("a, b", .string("0"))])),
            RobustRule(
                head: CountCondition(atLeast: 1, of: ["or"]),
                tail: CountCondition(atLeast: 3, of: ["it's", "", "日本"]),
                support: RobustRule.Support(applies: 0, holds: 0), bitsSaved: -3),
        ])

    @Test func text() {
        #expect(
            Self.rules.text() == """
                % output -> relu2
                shirt or coat -> at least 2 of {relu2_17, relu2_40, relu2_41}  % holds in 9 of 12, saves 1234.6 bits, empirical
                T-shirt and 'ankle boot' -> 'a, b'  % refuted
                'or' -> 'it''s' and '' and 日本  % holds in 0 of 0, saves -3.0 bits

                """)
    }

    @Test func csv() {
        #expect(
            Self.rules.csv() == """
                head,head_threshold,tail,tail_threshold,bits_saved,applies,holds,confidence,provenance,status
                shirt; coat,1,relu2_17; relu2_40; relu2_41,2,1234.5678,12,9,0.75,ExplaiNN,empirical
                T-shirt; 'ankle boot',2,"'a, b'",1,,,,,,refuted
                'or',1,'it''s'; ''; 日本,3,-3.0,0,0,,,

                """)
    }

    @Test func solversCountWithAggregates() {
        let clingo = Self.rules.clingo()
        #expect(
            clingo.contains(
                "holds(1,X) :- applies(1,X), 2 #count { 1 : relu2_17(X); 2 : relu2_40(X); 3 : relu2_41(X) }.\n"))
        #expect(clingo.contains("applies(1,X) :- row(X), 1 #count { 1 : shirt(X); 2 : coat(X) }.\n"))
        let prolog = Self.rules.prolog()
        #expect(prolog.contains("holds(1,X) :- applies(1,X), at_least(2, [relu2_17(X), relu2_40(X), relu2_41(X)]).\n"))
        #expect(prolog.contains("applies(2,X) :- row(X), 't-shirt'(X), ankle_boot(X).\n"))
    }

    @Test func jsonReadsBackToTheSameRules() throws {
        let document = try JSON.parse(Self.rules.json().text(pretty: true))
        #expect(document["schema"] == "nesy.robust-rules/1")
        #expect(document["rules"]?.arrayValue?.first?["tail_threshold"] == 2)
        #expect(document["rules"]?.arrayValue?.first?["head"] == ["shirt", "coat"])
        #expect(try RobustRuleSet(json: document) == Self.rules)
    }

    @Test func jsonOfAPersonNeedsTheRulesOnly() throws {
        let text = #"""
            {"schema": "nesy.robust-rules/1", "rules": [
              {"head": ["a"], "head_threshold": 1, "tail": ["b", "c"], "tail_threshold": 2}]}
            """#
        let rules = try RobustRuleSet(json: try JSON.parse(text))
        #expect(
            rules.rules == [
                RobustRule(
                    head: CountCondition(atLeast: 1, of: ["a"]), tail: CountCondition(atLeast: 2, of: ["b", "c"]))
            ])
    }

    /// What is wrong is said with its place in the document.
    @Test(arguments: [
        ("nesy.robust-rules/1", "nesy.rules/1", "rules.schema"), ("\"rules\":[", "\"roles\":[", "rules.rules"),
        (#""head":["shirt","coat"]"#, #""head":["shirt","shirt"]"#, "rules.rules[0].head"),
        (#""head":["shirt","coat"]"#, #""head":[]"#, "rules.rules[0].head"),
        (#""head":["shirt","coat"]"#, #""head":["shirt",3]"#, "rules.rules[0].head"),
        (#""head":["or"]"#, #""head":"or""#, "rules.rules[2].head"),
        (#""head_threshold":2"#, #""head_threshold":3"#, "rules.rules[1].head_threshold"),
        (#""tail_threshold":3"#, #""tail_threshold":0"#, "rules.rules[2].tail_threshold"),
        (#""tail_threshold":3"#, #""tail_threshold":1.5"#, "rules.rules[2].tail_threshold"),
        (#""tail_threshold":3"#, #""tail_threshold":9223372036854775807"#, "rules.rules[2].tail_threshold"),
        (#""tail_threshold":3,"#, "", "rules.rules[2].tail_threshold"),
        (#""holds":9"#, #""holds":13"#, "rules.rules[0].holds"),
        (#""applies":12"#, #""applies":-1"#, "rules.rules[0].applies"),
        (#""applies":12,"#, "", "rules.rules[0].applies"),
        (#""bits_saved":-3.0"#, #""bits_saved":"many""#, "rules.rules[2].bits_saved"),
        (#""status":"empirical""#, #""status":"true""#, "rules.rules[0].status"),
        (#""counterexample""#, #""counter""#, "rules.rules[1].counterexample"),
        (#""head_layer":"output""#, #""head_layer":7"#, "rules.head_layer"),
    ])
    func damagedJSONIsRefused(wanted: String, given: String, place: String) throws {
        let text = Self.rules.json().text()
        let damaged = text.split(separator: wanted, omittingEmptySubsequences: false).joined(separator: given)
        #expect(damaged != text, "\(wanted) does not occur in \(text)")
        let document = try JSON.parse(damaged)
        let error = #expect(throws: NeSyError.self) { try RobustRuleSet(json: document) }
        #expect(error?.kind == .badData && error?.location == place)
    }

    /// Row by row, on bits and on strings.
    @Test(arguments: UInt64(0)..<10) func evaluationCounts(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let names = (0..<8).map { "a\($0)" }
        let rows = Int.random(in: 0...130, using: &random)
        var matrix = BitMatrix(rows: rows, columns: names.count)
        for row in 0..<rows {
            for column in names.indices { matrix[row, column] = Bool.random(using: &random) }
        }
        let table = Table(bits: matrix, names: names)
        let strings = Table(
            rowCount: rows,
            columns: names.enumerated().map { column, name in
                TableColumn(
                    name: name, isNumeric: false, cells: (0..<rows).map { .string(matrix[$0, column] ? "1" : "0") })
            })
        for size in 1...names.count {
            let chosen = Array(names.indices.shuffled(using: &random).prefix(size))
            let threshold = Int.random(in: 1...size, using: &random)
            let condition = CountCondition(atLeast: threshold, of: chosen.map { names[$0] })
            var expected = BitColumn(rows: rows)
            for row in 0..<rows where chosen.count(where: { matrix[row, $0] }) >= threshold { expected[row] = true }
            #expect(try condition.rows(in: table) == expected)
            #expect(try condition.rows(in: strings) == expected)
            let rule = RobustRule(head: CountCondition(atLeast: 1, of: ["a0"]), tail: condition)
            let found = try RobustRuleSet(headLayer: "", tailLayer: "", rules: [rule]).evaluate(table)
            #expect(found[0].applies == matrix.column(0))
            #expect(found[0].holds == expected.intersection(matrix.column(0)))
        }
    }

    @Test func tablesThatDoNotFit() {
        let table = Table(
            rowCount: 2,
            columns: [
                TableColumn(name: "a", isNumeric: false, cells: [.string("1"), .string("?")]),
                TableColumn(name: "b", isNumeric: true, cells: [.number(1), .number(0)]),
                TableColumn(name: "c", isNumeric: false, cells: [.string("1"), .string("0")]),
            ])
        func error(_ head: String, _ tail: String) -> NeSyError? {
            let rule = RobustRule(
                head: CountCondition(atLeast: 1, of: [head]), tail: CountCondition(atLeast: 1, of: [tail]))
            let rules = RobustRuleSet(headLayer: "", tailLayer: "", rules: [rule])
            #expect(throws: NeSyError.self) { try rules.clingoFacts(for: table) }
            #expect(throws: NeSyError.self) { try rules.prologFacts(for: table) }
            return #expect(throws: NeSyError.self) { try rules.evaluate(table) }
        }
        #expect(error("c", "d")?.expected == "a column \"d\"")
        #expect(error("a", "c")?.location == "row 1")
        #expect(error("c", "b")?.found == "the number 1.0")
    }
}
