import NeSyLogic
import NeSyTensor
import Testing

/// Programs no learner would write, each with a table that brings out what is special about it.
enum HandWrittenPrograms {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let program: RuleProgram
        let table: Table
    }

    static let all = [sixForms, nestedExceptions, oddNames, defaultClass, infinities, noRules]

    /// Every form of literal, on numbers, strings, `?` and missing cells.
    static let sixForms = Case(
        testDescription: "six forms",
        program: RuleProgram(
            form: .decisionList, classes: ["a", "b", "c", "d", "e", "f"], attributes: ["v", "w"],
            rules: [
                rule(0, [Literal("v", .equal("x")), Literal("w", .above(2))]),
                rule(1, [Literal("v", .atMost(1)), Literal("w", .atMost(2)), Literal("w", .above(-1))]),
                rule(2, [Literal("v", .above(1.5)), Literal("w", .notAbove(0))]),
                rule(3, [Literal("v", .notAtMost(1)), Literal("w", .notAtMost(2.25))]),
                rule(4, [Literal("v", .notEqual("?")), Literal("v", .notEqual("1"))]),
                rule(0, [Literal("w", .notEqual("x"))]),
            ]),
        table: grid("v", "w"))

    static let nestedExceptions = Case(
        testDescription: "nested exceptions",
        program: RuleProgram(
            form: .decisionList, classes: ["a", "b"], attributes: ["v", "w"],
            rules: [
                Rule(classIndex: 0, clause: Clause(body: [Literal("v", .notEqual("?"))], exceptions: [2, 0])),
                Rule(classIndex: 1, clause: Clause(body: [], exceptions: [1])),
            ],
            exceptions: [
                Clause(body: [Literal("w", .equal("x"))]),
                Clause(body: [Literal("v", .atMost(1.5))], exceptions: [0]),
                Clause(body: [Literal("w", .notAbove(1))], exceptions: [1]),
            ]),
        table: grid("v", "w"))

    /// Attributes and classes with blanks, quotes, capitals, digits, names of ours and names of Prolog's.
    static let oddNames: Case = {
        let names = [
            "Age", "age", "512", "it's \"odd\"", "Größe in cm", "length", "ab1", "row", "at_most", "not",
            "name", "_x", "a\\b\nc", "", "日本",
        ]
        let classes = ["<b>&\"'", "it's", "back\\slash", "two\nlines", "ünï", "Capital 1"]
        let values = ["", "'", "\"", "\\", "a\nb", "é", "?", "X", "1"]
        let rules = names.enumerated().map { index, name in
            rule(
                index % classes.count,
                [
                    Literal(name, .equal(values[index % values.count])),
                    Literal(names[(index + 1) % names.count], .notEqual(values[(index * 5 + 2) % values.count])),
                ])
        }
        let table = Table(
            rowCount: 60,
            columns: names.enumerated().map { index, name in
                TableColumn(
                    name: name, isNumeric: false,
                    cells: (0..<60).map { .string(values[($0 * (index + 3) + index * index) % values.count]) })
            })
        return Case(
            testDescription: "odd names",
            program: RuleProgram(form: .decisionList, classes: classes, attributes: names, rules: rules),
            table: table)
    }()

    static let defaultClass = Case(
        testDescription: "default class",
        program: RuleProgram(
            form: .decisionList, classes: ["a", "b", "c"], attributes: ["v"],
            rules: [rule(2, [Literal("v", .above(1))]), rule(0, [Literal("v", .equal("x"))])],
            defaultClass: 2),
        table: grid("v", "w"))

    static let infinities = Case(
        testDescription: "large and small numbers",
        program: RuleProgram(
            form: .decisionList, classes: ["a", "b", "c"], attributes: ["v"],
            rules: [
                rule(0, [Literal("v", .atMost(-1e300))]), rule(1, [Literal("v", .above(1e22))]),
                rule(2, [Literal("v", .atMost(1e-7)), Literal("v", .notAtMost(-1e-7))]),
            ]),
        table: Table(
            rowCount: 9,
            columns: [
                TableColumn(
                    name: "v", isNumeric: true,
                    cells: [
                        .number(-.infinity), .number(.infinity), .number(-1e300), .number(1e22),
                        .number(1e-7), .number(-1e-7), .number(0), .number(1.0000000000000002e22), .string("inf"),
                    ])
            ]))

    static let noRules = Case(
        testDescription: "no rules",
        program: RuleProgram(form: .ruleSet, classes: ["a", "b"], attributes: ["v"], rules: []),
        table: grid("v", "w"))

    private static func rule(_ classIndex: Int, _ body: [Literal]) -> Rule {
        Rule(classIndex: classIndex, clause: Clause(body: body))
    }

    /// Two mixed columns in all combinations.
    private static func grid(_ first: String, _ second: String) -> Table {
        let values: [TableColumn.Cell] = [
            .number(0), .number(1), .number(1.5), .number(2.25), .number(30), .string("x"), .string("1"),
            .string("?"), .string(""),
        ]
        let pairs = values.flatMap { left in values.map { (left, $0) } }
        return Table(
            rowCount: pairs.count,
            columns: [
                TableColumn(name: first, isNumeric: true, cells: pairs.map(\.0)),
                TableColumn(name: second, isNumeric: true, cells: pairs.map(\.1)),
            ])
    }
}
