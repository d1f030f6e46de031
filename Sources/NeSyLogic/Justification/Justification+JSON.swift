import NeSyJSON
import NeSyTensor

extension Justification {
    /// The justification as JSON; rules and exceptions are numbered from 1, as in print.
    public func json(_ notation: RuleNotation = RuleNotation()) -> JSON {
        [
            "schema": "nesy.justification/1",
            "class": className.map { .string(notation.className($0)) } ?? .null,
            "rule": decidedBy.map { .integer($0.rule + 1) } ?? .null,
            "rules": .integer(ruleCount),
            "because": decidedBy.map { json($0.outcome, notation) } ?? .null,
            "passed_over": .array(
                passedOver.map { rule in
                    [
                        "rule": .integer(rule.rule + 1),
                        "class": .string(notation.className(rule.className)),
                        "outcome": json(rule.outcome, notation),
                    ]
                }),
        ]
    }

    private func json(_ outcome: ClauseOutcome, _ notation: RuleNotation) -> JSON {
        [
            "applies": .bool(outcome.applies),
            "literals": .array(
                outcome.findings.map { finding in
                    .object(
                        finding.literal.jsonMembers + [
                            JSON.Member("name", .string(notation.attributeName(finding.literal.attribute))),
                            JSON.Member("cell", finding.cell.json),
                            JSON.Member("holds", .bool(finding.holds)),
                        ])
                }),
            "exceptions": .array(
                outcome.exceptions.map { exception in
                    [
                        "exception": .string("ab\(exception.exception + 1)"),
                        "outcome": json(exception.outcome, notation),
                    ]
                }),
        ]
    }
}
