import NeSyTensor

/// The columns in the order of FOLD-SE: strings first, then numbers, each in the table's order.
func stringColumnsFirst(_ table: Table) -> [TableColumn] {
    table.columns.filter { !$0.isNumeric } + table.columns.filter(\.isNumeric)
}

/// - Throws: `NeSyError` when there is nothing to learn from.
/// - Precondition: one label a row.
func requireLearnable(_ table: Table, _ labels: Labels) throws(NeSyError) {
    precondition(labels.count == table.rowCount, "one label a row")
    if table.rowCount == 0 { throw NeSyError(.badData, "The table has no rows to learn from.") }
    if table.columns.isEmpty {
        throw NeSyError(.badData, "The table has no attributes to learn from.", found: "0 columns")
    }
    let first = labels.indices[0]
    if labels.indices.allSatisfy({ $0 == first }) {
        throw NeSyError(
            .badData, "All rows have the same class, so there is nothing to tell apart.",
            expected: "two classes or more", found: "only \"\(labels.classes[Int(first)])\"")
    }
}
