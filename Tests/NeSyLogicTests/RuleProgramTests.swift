import NeSyJSON
import NeSyLogic
import NeSyTensor
import Testing

@Suite struct RuleProgramTests {
    static let program = RuleProgram(
        form: .decisionList, classes: ["bathroom", "bed \"room\", <b>&'"], attributes: ["f17", "f203", "Age", "f8"],
        rules: [
            Rule(
                classIndex: 1,
                clause: Clause(
                    body: [
                        Literal("f17", .equal("0")), Literal("f203", .notEqual("0")),
                        Literal("Age", .above(2.00051)), Literal("Age", .atMost(1e6)),
                    ], exceptions: [1]),
                support: Rule.Support(fired: 12, correct: 9), provenance: "FOLD-SE-M"),
            Rule(
                classIndex: 0, clause: Clause(body: [Literal("Age", .notAbove(4))], exceptions: [0, 1]),
                status: .refuted(
                    counterexample: [
                        AttributeValue("Age", .number(.infinity)), AttributeValue("f8", .string("?")),
                    ])),
            Rule(classIndex: 1, clause: Clause(body: [Literal("f8", .notEqual("1"))]), status: .proved),
        ],
        exceptions: [
            Clause(body: [Literal("f8", .equal("1"))]),
            Clause(body: [Literal("Age", .notAtMost(-.infinity))], exceptions: [0]),
        ], defaultClass: 0)

    static let table = Table(
        rowCount: 3,
        columns: [
            column("f17", ["0", "1", "0"]), column("f203", ["1", "1", "0"]), column("f8", ["1", "1", "1"]),
            TableColumn(name: "Age", isNumeric: true, cells: [.number(3), .string("?"), .number(50)]),
        ])

    private static func column(_ name: String, _ cells: [String]) -> TableColumn {
        TableColumn(name: name, isNumeric: false, cells: cells.map { .string($0) })
    }

    @Test func text() {
        #expect(
            Self.program.textLines() == [
                #"label(X,'bed "room", <b>&''') :- f17(X,'0'), not f203(X,'0'), age(X,N1), N1>2.001, N1=<1000000.0, "#
                    + #"not ab2(X,'True')."#,
                #"label(X,'bathroom') :- age(X,N1), not(N1>4.0), not ab1(X,'True'), not ab2(X,'True')."#,
                #"label(X,'bed "room", <b>&''') :- not f8(X,'1')."#,
                #"ab1(X,'True') :- f8(X,'1')."#,
                #"ab2(X,'True') :- age(X,N1), not(N1=<-inf), not ab1(X,'True')."#,
                #"label(X,'bathroom')."#,
            ])
    }

    @Test func cleanNotationForBooleanAttributes() {
        var notation = RuleNotation.filters(names: ["f17": "Sink 1"])
        notation.classNames = ["bed \"room\", <b>&'": "bedroom"]
        #expect(
            Self.program.textLines(notation).prefix(1) == [
                "target(X,'bedroom') :- not sink_1(X), f203(X), age(X,N1), N1>2.001, N1=<1000000.0, not ab2(X)."
            ])
    }

    @Test func sizes() {
        let size = Self.program.size
        #expect(size.rules == 5 && size.topRules == 3 && size.exceptions == 2)
        #expect(size.rulesInWords == "3 rules and 2 exceptions")
        let one = RuleProgram(
            form: .decisionList, classes: ["a"], attributes: [], rules: [Rule(classIndex: 0, clause: Clause(body: []))])
        #expect(one.size.rulesInWords == "1 rule")
        #expect(size.literals == 12 && size.literalsWithoutExceptions == 8)
        #expect(size.predicates == 4 && size.predicatesWithExceptions == 6)
    }

    @Test func exceptionsBehindAClause() {
        let program = RuleProgram(
            form: .decisionList, classes: ["a"], attributes: [],
            rules: [[], [3], [2, 0]].map { Rule(classIndex: 0, clause: Clause(body: [], exceptions: $0)) },
            exceptions: [[], [0], [], [1]].map { Clause(body: [], exceptions: $0) })
        #expect(program.rules.map { program.exceptions(behind: $0.clause) } == [[], [0, 1, 3], [0, 2]])
    }

    @Test func jsonReadsBackToTheSameProgram() throws {
        let document = try JSON.parse(Self.program.json().text(pretty: true))
        #expect(document["schema"] == "nesy.rules/1")
        #expect(document["rules"]?.arrayValue?.first?["support"]?["precision"] == .number(0.75))
        #expect(try RuleProgram(json: document) == Self.program)
    }

    /// Every truncation and every changed value ends in a typed error or in a valid program.
    @Test func damagedJSONIsRefused() throws {
        let text = Self.program.json().text()
        for (wanted, given) in [
            (#""ab1"]"#, #""ab9"]"#), (#""ab1"]"#, #""ab2"]"#), (#""ab1"]"#, #""ab0"]"#), ("==", "~~"),
            ("nesy.rules/1", "nesy.rules/9"), ("decision-list", "tree"), (#""class":"bathroom""#, #""class":"hall""#),
            (#""fired":12"#, #""fired":-1"#), (#""status":"proved""#, #""status":"true""#),
            (#""value":"0""#, #""value":0"#), (#""default_class":"bathroom""#, #""default_class":7"#),
        ] {
            let damaged = text.split(separator: wanted, omittingEmptySubsequences: false).joined(separator: given)
            #expect(damaged != text, "\(wanted) does not occur")
            #expect(throws: NeSyError.self) { try RuleProgram(json: try JSON.parse(damaged)) }
        }
        #expect(throws: NeSyError.self) { try RuleProgram(json: []) }
    }

    @Test func csv() {
        let lines = Self.program.csv().split(separator: "\n")
        #expect(lines[0] == "rule,prediction,support,confidence,literals,exceptions,provenance,status")
        #expect(
            lines[1]
                == #""f17(X,'0'), not f203(X,'0'), age(X,N1), N1>2.001, N1=<1000000.0, not ab2(X,'True')","#
                + #""bed ""room"", <b>&'","#
                + #"12,0.75,5,"ab1: f8(X,'1'); ab2: age(X,N1), not(N1=<-inf), not ab1(X,'True')",FOLD-SE-M,"#
        )
        #expect(lines.last == #""not f8(X,'1')","bed ""room"", <b>&'",,,1,,,proved"#)
    }

    /// A line end of two bytes is one Character, and so is a quote with an accent after it.
    @Test(arguments: [("a\r\nb", "\"a\r\nb\""), ("\"\u{301}", "\"\"\"\u{301}\""), ("a b", "a b")])
    func csvQuotesByBytes(text: String, written: String) {
        let program = RuleProgram(
            form: .ruleSet, classes: [text], attributes: [],
            rules: [Rule(classIndex: 0, clause: Clause(body: []))])
        let header = "rule,prediction,support,confidence,literals,exceptions,provenance,status\n"
        #expect(program.csv().utf8.elementsEqual((header + ",\(written),,,0,,,\n").utf8))
    }

    /// The head of rules is named like an attribute would be: free of other names, and valid.
    @Test(arguments: [
        ("heart disease", "heart_disease", "heart_disease", "heart_disease"), ("512", "512", "'512'", "f512"),
        ("not", "not_2", "not_2", "not_2"), ("Length", "Length", "length_2", "length"),
        ("ab1", "ab1_2", "ab1_2", "ab1_2"),
    ])
    func targetNames(target: String, text: String, prolog: String, clingo: String) {
        let program = RuleProgram(
            form: .ruleSet, classes: ["a"], attributes: [], rules: [Rule(classIndex: 0, clause: Clause(body: []))])
        let notation = RuleNotation(target: target)
        #expect(program.textLines(notation) == ["\(text)(X,'a')."])
        #expect(program.prolog(notation).contains("\n\(prolog)(X,'a') :- row(X).\n"))
        #expect(program.clingo(notation).contains("\n\(clingo)(X,\"a\") :- row(X).\n"))
    }

    @Test func evaluationAndAgreement() throws {
        let evaluation = try Self.program.evaluate(Self.table)
        #expect(evaluation.rules == [0, -1, -1])
        #expect(evaluation.classes == [1, 0, 0])
        let labels = Labels(names: ["bed \"room\", <b>&'", "bathroom", "hall"])
        let agreement = Self.program.agreement(of: evaluation, with: labels)
        #expect(agreement.agreeing == 2 && agreement.unclassified == 0)
        #expect(agreement.confusion == [[1, 0, 0], [0, 1, 0], [1, 0, 0]])
    }

    @Test func missingAttributeIsNamed() throws {
        let narrow = Self.table.selecting(columns: [0, 1])
        let error = #expect(throws: NeSyError.self) { try Self.program.evaluate(narrow) }
        #expect(error?.kind == .badData)
        #expect(error?.expected?.contains("\"Age\"") == true)
        #expect(throws: NeSyError.self) { try Self.program.clingoFacts(for: narrow) }
    }

    @Test func aBooleanPredicateNeedsBooleanCells() {
        let table = Table(
            rowCount: 1,
            columns: ["f17", "f203", "f8", "Age"].map {
                TableColumn(name: $0, isNumeric: false, cells: [.string("2")])
            })
        #expect(throws: NeSyError.self) { try Self.program.prologFacts(for: table, notation: .filters()) }
        #expect(throws: NeSyError.self) { try Self.program.clingoFacts(for: table, notation: .filters()) }
    }

    @Test func boundsMerge() {
        let rule = NestedRule(
            body: [
                Literal("b", .notAtMost(1)), Literal("a", .notAtMost(3)), Literal("c", .equal("x")),
                Literal("a", .atMost(9)), Literal("a", .notAtMost(5)), Literal("b", .notAbove(7)),
                Literal("b", .notAtMost(2)),
            ],
            exceptions: [
                NestedRule(body: [Literal("d", .notEqual("y"))]),
                NestedRule(
                    body: [Literal("e", .equal("1"))], exceptions: [NestedRule(body: [Literal("e", .above(1))])]),
            ])
        let merged = rule.foldingSingleLiteralExceptions().mergingBounds()
        #expect(
            merged.body == [
                Literal("c", .equal("x")), Literal("d", .equal("y")), Literal("b", .notAtMost(2)),
                Literal("b", .notAbove(7)), Literal("a", .above(5)), Literal("a", .atMost(9)),
            ])
        #expect(
            merged.exceptions == [NestedRule(body: [Literal("e", .equal("1")), Literal("e", .notAbove(1))])])
    }
}
