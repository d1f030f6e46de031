import NeSyTensor

extension RobustRuleSet {
    /// The rules for clingo: `applies(Rule, Row)` and `holds(Rule, Row)` are in the answer set for the rows of
    /// ``clingoFacts(for:)``. Rules count from 1. Every rule is safe, and counts are aggregates over integers.
    public func clingo() -> String {
        let names = predicateNames(.clingo)
        var out = "% Rows are given as facts: row(Row), and attribute(Row) where an attribute is 1.\n#defined row/1.\n"
        for attribute in usedAttributes { out += "#defined \(names[attribute])/1.\n" }
        out += "#defined applies/2.\n#defined holds/2.\n#show applies/2.\n#show holds/2.\n"
        for (index, rule) in rules.enumerated() {
            out += "\n% \(rule.text())\n"
            out += "applies(\(index + 1),X) :- row(X), \(count(rule.head, names)).\n"
            out += "holds(\(index + 1),X) :- applies(\(index + 1),X), \(count(rule.tail, names)).\n"
        }
        return out
    }

    /// The rows of a table as facts for ``clingo()``: the attributes that the rules use. A row is named by its number.
    /// - Throws: `NeSyError` when an attribute is missing, or has other cells than `0` and `1`.
    public func clingoFacts(for table: Table) throws(NeSyError) -> String {
        try facts(for: table, predicateNames(.clingo))
    }

    /// All of several are plain literals, and so is one. The elements of a count are numbered, since equal terms would
    /// count once.
    private func count(_ condition: CountCondition, _ names: PredicateNames) -> String {
        if condition.threshold == condition.attributes.count {
            return condition.attributes.map { "\(names[$0])(X)" }.joined(separator: ", ")
        }
        let elements = condition.attributes.enumerated().map { "\($0 + 1) : \(names[$1])(X)" }
        return "\(condition.threshold) #count { \(elements.joined(separator: "; ")) }"
    }
}

extension RobustRuleSet {
    func predicateNames(_ language: PredicateNames.Language) -> PredicateNames {
        PredicateNames(
            target: "applies", attributes: usedAttributes, taken: ["row", "not", "holds", "at_least"],
            language: language)
    }

    /// The rows as facts that clingo and Prolog both read.
    func facts(for table: Table, _ names: PredicateNames) throws(NeSyError) -> String {
        try table.require(usedAttributes)
        var out = (0..<table.rowCount).map { "row(\($0)).\n" }.joined()
        for attribute in usedAttributes {
            guard let index = table.index(of: attribute) else { continue }
            let name = names[attribute]
            try table.columns[index].ones().forEachRow { out += "\(name)(\($0)).\n" }
        }
        return out
    }
}
