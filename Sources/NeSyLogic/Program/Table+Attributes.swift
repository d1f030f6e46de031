import NeSyTensor

extension Table {
    /// - Throws: `NeSyError` when the table lacks one of the attributes that rules speak about.
    func require(_ attributes: [String]) throws(NeSyError) {
        let missing = attributes.filter { index(of: $0) == nil }
        guard let first = missing.first else { return }
        let more = missing.count == 1 ? "" : " (and \(missing.count - 1) more)"
        let names = columns.prefix(12).map(\.name).joined(separator: ", ")
        throw NeSyError(
            .badData, "The rules speak about an attribute that the table does not have.",
            expected: "a column \"\(first)\"\(more)",
            found: "\(columns.count) columns: \(names)\(columns.count > 12 ? ", …" : "")",
            remedy: "Use a table with the columns the rules were learned from.")
    }
}
