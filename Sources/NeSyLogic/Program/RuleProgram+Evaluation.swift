import NeSyTensor

/// What a program says about every row of a table.
public struct ProgramEvaluation: Sendable, Hashable {
    /// Per row the position of the rule that decided it, or -1.
    public let rules: [Int32]
    /// Per row the position of its class in ``RuleProgram/classes``, or -1 when it is unclassified.
    public let classes: [Int32]

    public var rowCount: Int { rules.count }

    /// Rows that got no class.
    public var unclassifiedCount: Int { classes.count { $0 < 0 } }
}

extension RuleProgram {
    /// Applies the program to every row, a column at a time.
    /// - Throws: `NeSyError` when the table lacks an attribute that the program speaks about.
    public func evaluate(_ table: Table) throws(NeSyError) -> ProgramEvaluation {
        var coverage = try RuleCoverage(self, table: table)
        var decidedBy = [Int32](repeating: -1, count: table.rowCount)
        var decidedClass = [Int32](repeating: Int32(defaultClass ?? -1), count: table.rowCount)
        var open = BitColumn(rows: table.rowCount, filled: true)
        for (position, rule) in rules.enumerated() {
            let decided = coverage.rows(rule.clause, among: open)
            decided.forEachRow { row in
                decidedBy[row] = Int32(position)
                decidedClass[row] = Int32(rule.classIndex)
            }
            open.subtract(decided)
        }
        return ProgramEvaluation(rules: decidedBy, classes: decidedClass)
    }
}
