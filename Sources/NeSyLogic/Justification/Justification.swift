import NeSyTensor

/// Why a program gives one row its class: the rule that decided, what its literals saw, why its exceptions
/// did not apply, and what kept every earlier rule from applying.
public struct Justification: Sendable, Hashable {
    /// A literal beside the cell it was asked of.
    public struct Finding: Sendable, Hashable {
        public let literal: Literal
        public let cell: TableColumn.Cell
        public let holds: Bool
    }

    /// A rule or an exception on this row. One that does not apply carries only what is needed to see it:
    /// the first literal that fails, or else the first exception that applies.
    public struct ClauseOutcome: Sendable, Hashable {
        public let applies: Bool
        public let findings: [Finding]
        public let exceptions: [ExceptionOutcome]
    }

    /// An exception by its position in ``RuleProgram/exceptions``.
    public struct ExceptionOutcome: Sendable, Hashable {
        public let exception: Int
        public let outcome: ClauseOutcome
    }

    /// A rule by its position in ``RuleProgram/rules``.
    public struct RuleOutcome: Sendable, Hashable {
        public let rule: Int
        public let className: String
        public let outcome: ClauseOutcome
    }

    /// The class of the row; nil when it has none.
    public let className: String?
    /// The rule that decided; nil when none applied, and the class is then the program's default.
    public let decidedBy: RuleOutcome?
    /// The rules before it (all rules when none applied), none of which applies.
    public let passedOver: [RuleOutcome]
    public let ruleCount: Int
}

extension RuleProgram {
    /// Explains the class of one row.
    /// - Throws: `NeSyError` when the table lacks an attribute that the program speaks about.
    /// - Precondition: the row exists.
    public func justify(row: Int, of table: Table) throws(NeSyError) -> Justification {
        precondition((0..<table.rowCount).contains(row))
        try table.require(usedAttributes)
        var cells: [String: TableColumn.Cell] = [:]
        for attribute in usedAttributes {
            if let index = table.index(of: attribute) { cells[attribute] = table.columns[index].cell(row) }
        }
        return justify(cells: cells)
    }

    private func justify(cells: [String: TableColumn.Cell]) -> Justification {
        var outcomes: [Justification.ClauseOutcome] = []
        for exception in exceptions { outcomes.append(outcome(exception, cells, outcomes)) }
        var passedOver: [Justification.RuleOutcome] = []
        for (position, rule) in rules.enumerated() {
            let found = Justification.RuleOutcome(
                rule: position, className: classes[rule.classIndex],
                outcome: outcome(rule.clause, cells, outcomes))
            if found.outcome.applies {
                return Justification(
                    className: found.className, decidedBy: found, passedOver: passedOver,
                    ruleCount: rules.count)
            }
            passedOver.append(found)
        }
        return Justification(
            className: defaultClass.map { classes[$0] }, decidedBy: nil, passedOver: passedOver,
            ruleCount: rules.count)
    }

    private func outcome(
        _ clause: Clause, _ cells: [String: TableColumn.Cell], _ exceptions: [Justification.ClauseOutcome]
    ) -> Justification.ClauseOutcome {
        var findings: [Justification.Finding] = []
        for literal in clause.body {
            guard let cell = cells[literal.attribute] else { continue }
            let finding = Justification.Finding(
                literal: literal, cell: cell, holds: literal.holds(for: cell))
            if !finding.holds {
                return Justification.ClauseOutcome(applies: false, findings: [finding], exceptions: [])
            }
            findings.append(finding)
        }
        let outcomes = clause.exceptions.map {
            Justification.ExceptionOutcome(exception: $0, outcome: exceptions[$0])
        }
        if let defeating = outcomes.first(where: \.outcome.applies) {
            return Justification.ClauseOutcome(applies: false, findings: [], exceptions: [defeating])
        }
        return Justification.ClauseOutcome(applies: true, findings: findings, exceptions: outcomes)
    }
}
