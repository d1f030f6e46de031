import NeSyTensor

/// Finds the rows of one table that clauses cover. A literal on a coded column is evaluated once and kept;
/// Boolean columns are used where they are.
struct RuleCoverage {
    private let table: Table
    private var rowsByLiteral: [Literal: BitColumn] = [:]
    private var exceptionRows: [BitColumn] = []

    /// - Throws: `NeSyError` when the table lacks an attribute that the program speaks about.
    init(_ program: RuleProgram, table: Table) throws(NeSyError) {
        try table.require(program.usedAttributes)
        self.table = table
        for exception in program.exceptions {
            exceptionRows.append(rows(exception, among: BitColumn(rows: table.rowCount, filled: true)))
        }
    }

    /// Those of the given rows that the clause covers.
    mutating func rows(_ clause: Clause, among candidates: BitColumn) -> BitColumn {
        var covered = candidates
        for literal in clause.body {
            guard let index = table.index(of: literal.attribute) else { continue }
            let column = table.columns[index]
            if case .bits(let ones) = column.storage {
                switch (literal.test.holds(for: .string("0")), literal.test.holds(for: .string("1"))) {
                case (false, true): covered.formIntersection(ones)
                case (true, false): covered.subtract(ones)
                case (true, true): break
                case (false, false): covered = BitColumn(rows: table.rowCount)
                }
            } else {
                let known = rowsByLiteral[literal] ?? literal.rows(in: column)
                rowsByLiteral[literal] = known
                covered.formIntersection(known)
            }
        }
        for exception in clause.exceptions { covered.subtract(exceptionRows[exception]) }
        return covered
    }
}
