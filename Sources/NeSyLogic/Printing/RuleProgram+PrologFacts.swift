import NeSyTensor

extension RuleProgram {
    /// The rows of a table as Prolog facts for ``prolog(_:)``: the attributes that the program uses, grouped
    /// by predicate. A row is named by its number.
    /// - Throws: `NeSyError` when an attribute is missing, or when a Boolean predicate would have to stand for
    ///   a cell other than `0` and `1`.
    public func prologFacts(for table: Table, notation: RuleNotation = RuleNotation()) throws(NeSyError) -> String {
        try requireAttributes(of: table)
        let writer = PrologWriter(self, notation)
        var out = ":- encoding(utf8).\n" + (0..<table.rowCount).map { "row(\($0)).\n" }.joined()
        for attribute in usedAttributes {
            guard let index = table.index(of: attribute) else { continue }
            let column = table.columns[index]
            let name = writer.names[attribute]
            if writer.boolean.contains(attribute) {
                for row in try column.rowsOfOnes() { out += "\(name)(\(row)).\n" }
                continue
            }
            for row in 0..<table.rowCount {
                switch column.cell(row) {
                case .number(let value): out += "\(name)(\(row),\(PrologText.number(value))).\n"
                case .string(let text): out += "\(name)(\(row),\(PrologText.quoted(text))).\n"
                }
            }
        }
        return out
    }
}

extension TableColumn {
    /// The rows whose cell is `1`.
    /// - Throws: `NeSyError` when a cell is neither `0` nor `1`.
    func rowsOfOnes() throws(NeSyError) -> [Int] {
        var rows: [Int] = []
        for row in 0..<rowCount {
            switch cell(row) {
            case .string("1"): rows.append(row)
            case .string("0"): break
            case .string(let other): throw notBoolean(row, "\"\(other)\"")
            case .number(let other): throw notBoolean(row, "the number \(other)")
            }
        }
        return rows
    }

    private func notBoolean(_ row: Int, _ found: String) -> NeSyError {
        NeSyError(
            .badData, "The column \"\(name)\" cannot be written as a Boolean predicate.", at: "row \(row)",
            expected: "the strings 0 and 1", found: found, remedy: "Write the facts without Boolean predicates.")
    }
}
