import NeSyTensor

extension RuleProgram {
    /// The rows of a table as Prolog facts for ``prolog(_:)``: the attributes that the program uses, grouped
    /// by predicate. A row is named by its number.
    /// - Throws: `NeSyError` when an attribute is missing, or when a Boolean predicate would have to stand for
    ///   a cell other than `0` and `1`.
    public func prologFacts(for table: Table, notation: RuleNotation = RuleNotation()) throws(NeSyError) -> String {
        try table.require(usedAttributes)
        let writer = PrologWriter(self, notation)
        var out = ":- encoding(utf8).\n" + (0..<table.rowCount).map { "row(\($0)).\n" }.joined()
        for attribute in usedAttributes {
            guard let index = table.index(of: attribute) else { continue }
            let column = table.columns[index]
            let name = writer.names[attribute]
            if writer.boolean.contains(attribute) {
                try column.ones().forEachRow { out += "\(name)(\($0)).\n" }
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
