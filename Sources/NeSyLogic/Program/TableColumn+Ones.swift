import NeSyTensor

extension TableColumn {
    /// The rows whose cell is `1`.
    /// - Throws: `NeSyError` when a cell is neither `0` nor `1`.
    func ones() throws(NeSyError) -> BitColumn {
        if case .bits(let ones) = storage { return ones }
        if case .coded(let numbers, let strings, _) = storage, !numbers.isEmpty || strings.contains(where: isOther) {
            for row in 0..<rowCount {
                switch cell(row) {
                case .string(let text) where isOther(text): throw notBoolean(row, "\"\(text)\"")
                case .number(let value): throw notBoolean(row, "the number \(value)")
                case .string: break
                }
            }
        }
        return Literal(name, .equal("1")).rows(in: self)
    }

    private func isOther(_ text: String) -> Bool { text != "0" && text != "1" }

    private func notBoolean(_ row: Int, _ found: String) -> NeSyError {
        NeSyError(
            .badData, "The column \"\(name)\" is not Boolean.", at: "row \(row)", expected: "the strings 0 and 1",
            found: found, remedy: "Binarise the column, or leave Boolean predicates off.")
    }
}
