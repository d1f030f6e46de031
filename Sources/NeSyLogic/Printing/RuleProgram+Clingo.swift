import NeSyTensor

extension RuleProgram {
    /// The program for clingo: `label(Row, Class)` is in the answer set for every row of
    /// ``clingoFacts(for:notation:)`` that gets a class. Every rule is safe (it starts with `row(X)`).
    ///
    /// clingo knows integers only. A number is therefore given as its rank among the bounds that the program
    /// compares its attribute with: how many of them it is above. That is exact for every value.
    public func clingo(_ notation: RuleNotation = RuleNotation()) -> String {
        let writer = ClingoWriter(self, notation)
        var out = "% Rows are given as facts: row(Row), and per attribute predicate(Row, Value).\n"
        out += "#defined row/1.\n"
        for predicate in writer.attributePredicates { out += "#defined \(predicate).\n" }
        for number in exceptions.indices { out += "#defined ab\(number + 1)/1.\n" }
        out += "#defined \(writer.target)/2.\n#show \(writer.target)/2.\n\n"
        for (position, rule) in rules.enumerated() where orderMatters {
            let blockers = overridingRules(of: position).map { "not rule\($0 + 1)(X)" }
            let goals = ["rule\(position + 1)(X)"] + blockers
            out += "\(writer.head(rule.classIndex)) :- \(goals.joined(separator: ", ")).\n"
        }
        for rule in rules where !orderMatters { out += writer.clause(writer.head(rule.classIndex), rule.clause) }
        if let defaultClass {
            let others = Set(rules.map(\.classIndex)).subtracting([defaultClass]).sorted()
            let goals = ["row(X)"] + others.map { "not \(writer.head($0))" }
            out += "\(writer.head(defaultClass)) :- \(goals.joined(separator: ", ")).\n"
        }
        for (position, rule) in rules.enumerated() where orderMatters {
            out += writer.clause("rule\(position + 1)(X)", rule.clause)
        }
        for (number, exception) in exceptions.enumerated() {
            out += writer.clause("ab\(number + 1)(X)", exception)
        }
        return out + writer.comparisons()
    }

    /// The rows of a table as facts for ``clingo(_:)``: the attributes that the program uses, numbers as
    /// ranks, strings as strings. A row is named by its number.
    /// - Throws: `NeSyError` when an attribute is missing, or when a Boolean predicate would have to stand for
    ///   a cell other than `0` and `1`.
    public func clingoFacts(for table: Table, notation: RuleNotation = RuleNotation()) throws(NeSyError) -> String {
        try table.require(usedAttributes)
        let writer = ClingoWriter(self, notation)
        var out = (0..<table.rowCount).map { "row(\($0)).\n" }.joined()
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
                case .number(let value): out += "\(name)(\(row),\(writer.rank(value, attribute))).\n"
                case .string(let text): out += "\(name)(\(row),\(ClingoWriter.quoted(text))).\n"
                }
            }
        }
        return out
    }
}

/// Writes clauses, names and ranks for clingo.
private struct ClingoWriter {
    private let program: RuleProgram
    private let notation: RuleNotation
    let names: PredicateNames
    let boolean: Set<String>
    /// The bounds of each attribute, ascending.
    private let bounds: [String: [Double]]

    init(_ program: RuleProgram, _ notation: RuleNotation) {
        self.program = program
        self.notation = notation
        names = PredicateNames(program, notation: notation, language: .clingo)
        boolean = program.booleanAttributes(notation)
        var found: [String: Set<Double>] = [:]
        for literal in program.clauses.flatMap(\.body) {
            if let bound = literal.test.bound { found[literal.attribute, default: []].insert(bound) }
        }
        bounds = found.mapValues { $0.sorted() }
    }

    var target: String { names.target }

    var attributePredicates: [String] {
        program.usedAttributes.map { "\(names[$0])/\(boolean.contains($0) ? 1 : 2)" }
    }

    func head(_ classIndex: Int) -> String {
        "\(target)(X,\(ClingoWriter.quoted(notation.className(program.classes[classIndex]))))"
    }

    /// How many of the attribute's bounds the value is above.
    func rank(_ value: Double, _ attribute: String) -> Int {
        (bounds[attribute] ?? []).prefix { $0 < value }.count
    }

    func clause(_ head: String, _ clause: Clause) -> String {
        var goals = ["row(X)"]
        for literal in clause.body {
            let name = names[literal.attribute]
            if boolean.contains(literal.attribute) {
                goals.append(literal.asksForOne ? "\(name)(X)" : "not \(name)(X)")
                continue
            }
            switch literal.test {
            case .equal(let text): goals.append("\(name)(X,\(ClingoWriter.quoted(text)))")
            case .notEqual(let text): goals.append("not \(name)(X,\(ClingoWriter.quoted(text)))")
            case .atMost(let bound): goals.append(comparison("at_most", name, literal, bound))
            case .above(let bound): goals.append(comparison("above", name, literal, bound))
            case .notAtMost(let bound): goals.append("not " + comparison("at_most", name, literal, bound))
            case .notAbove(let bound): goals.append("not " + comparison("above", name, literal, bound))
            }
        }
        goals += clause.exceptions.map { "not ab\($0 + 1)(X)" }
        return "\(head) :- \(goals.joined(separator: ", ")).\n"
    }

    private func comparison(_ relation: String, _ name: String, _ literal: Literal, _ bound: Double) -> String {
        "\(relation)(X,\"\(name)\",\(rank(bound, literal.attribute)))"
    }

    /// The two relations behind the comparisons, with the bound that each rank stands for. In clingo's order
    /// of terms every string comes after every integer, hence the upper end in `above`.
    func comparisons() -> String {
        var out = ""
        for attribute in program.usedAttributes {
            guard let bounds = bounds[attribute] else { continue }
            let name = names[attribute]
            for (rank, bound) in bounds.enumerated() {
                out += "% \(name): rank \(rank) is at most \(bound)\n"
                out += "at_most(X,\"\(name)\",\(rank)) :- \(name)(X,N), N <= \(rank).\n"
                out += "above(X,\"\(name)\",\(rank)) :- \(name)(X,N), N > \(rank), N <= \(bounds.count).\n"
            }
        }
        return out
    }

    static func quoted(_ text: String) -> String {
        var out = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            default: out.unicodeScalars.append(character)
            }
        }
        return out + "\""
    }
}
