import NeSyTensor

/// Finds the rows of one table that clauses cover. A literal on a coded column is evaluated once and kept;
/// Boolean columns are used where they are.
struct RuleCoverage {
    private let table: Table
    private var rowsByLiteral: [Literal: BitColumn] = [:]
    private var exceptionRows: [BitColumn] = []

    /// - Throws: `NeSyError` when the table lacks an attribute that the program speaks about.
    init(_ program: RuleProgram, table: Table) throws(NeSyError) {
        try program.requireAttributes(of: table)
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

extension RuleProgram {
    func requireAttributes(of table: Table) throws(NeSyError) {
        let missing = usedAttributes.filter { table.index(of: $0) == nil }
        guard let first = missing.first else { return }
        let more = missing.count == 1 ? "" : " (and \(missing.count - 1) more)"
        let names = table.columns.prefix(12).map(\.name).joined(separator: ", ")
        throw NeSyError(
            .badData, "The rules speak about an attribute that the table does not have.",
            expected: "a column \"\(first)\"\(more)",
            found: "\(table.columns.count) columns: \(names)\(table.columns.count > 12 ? ", …" : "")",
            remedy: "Use a table with the columns the rules were learned from.")
    }
}
