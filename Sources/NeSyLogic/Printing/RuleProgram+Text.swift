extension RuleProgram {
    /// The program in the notation of the published systems, one rule a line, rules before exceptions.
    /// Numeric bounds are rounded to three decimals; ``json()`` keeps them exactly.
    public func text(_ notation: RuleNotation = RuleNotation()) -> String {
        textLines(notation).map { $0 + "\n" }.joined()
    }

    /// The lines of ``text(_:)``.
    public func textLines(_ notation: RuleNotation = RuleNotation()) -> [String] {
        let writer = RuleTextWriter(self, notation)
        let bodies = bodyTexts(notation)
        var lines = zip(rules, bodies).map { writer.line(head: writer.head($0.classIndex), $1) }
        for (number, body) in bodies.dropFirst(rules.count).enumerated() {
            lines.append(writer.line(head: writer.exception(number), body))
        }
        if form == .decisionList, let defaultClass {
            lines.append(writer.line(head: writer.head(defaultClass), ""))
        }
        return lines
    }

    /// What follows `:-` in each line, rules before exceptions. Variables are numbered across all lines.
    func bodyTexts(_ notation: RuleNotation) -> [String] {
        var writer = RuleTextWriter(self, notation)
        return clauses.map { writer.body($0) }
    }
}

/// Writes clauses as text and numbers their variables on the way.
private struct RuleTextWriter {
    private let program: RuleProgram
    private let notation: RuleNotation
    private let names: PredicateNames
    private let boolean: Set<String>
    private let columns: [String: Int]
    private var variables: [String: String] = [:]

    init(_ program: RuleProgram, _ notation: RuleNotation) {
        self.program = program
        self.notation = notation
        names = PredicateNames(program, notation: notation, language: notation.style == .short ? .short : .text)
        boolean = program.booleanAttributes(notation)
        columns = Dictionary(
            program.attributes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func head(_ classIndex: Int) -> String {
        if notation.style == .short { return PredicateNames.atom(notation.className(program.classes[classIndex])) }
        return "\(names.target)(X,\(constant(notation.className(program.classes[classIndex]))))"
    }

    func exception(_ number: Int) -> String {
        if notation.style == .short { return "ab\(number + 1)" }
        return notation.style == .foldRM || notation.booleanPredicates
            ? "ab\(number + 1)(X)" : "ab\(number + 1)(X,'True')"
    }

    func line(head: String, _ body: String) -> String {
        let end = notation.style == .foldRM ? ". " : "."
        return body.isEmpty ? head + end : "\(head) :- \(body)\(end)"
    }

    mutating func body(_ clause: Clause) -> String {
        var goals: [String] = []
        var bound = Set<String>()
        for literal in ordered(clause.body) {
            let name = names[literal.attribute]
            if notation.style == .short {
                goals.append(short(literal, name))
                continue
            }
            if boolean.contains(literal.attribute) {
                goals.append(literal.asksForOne ? "\(name)(X)" : "not \(name)(X)")
                continue
            }
            if let text = literal.test.text {
                let goal = "\(name)(X,\(constant(text)))"
                goals.append(literal.test == .equal(text) ? goal : "not \(goal)")
                continue
            }
            let variable = self.variable(literal.attribute)
            if bound.insert(literal.attribute).inserted { goals.append("\(name)(X,\(variable))") }
            goals.append(comparison(literal.test, variable))
        }
        goals += clause.exceptions.map { "not \(exception($0))" }
        return goals.joined(separator: ", ")
    }

    private func short(_ literal: Literal, _ name: String) -> String {
        if boolean.contains(literal.attribute) { return literal.asksForOne ? name : "not \(name)" }
        switch literal.test {
        case .equal(let text): return "\(name)=\(constant(text))"
        case .notEqual(let text): return "not(\(name)=\(constant(text)))"
        default: return comparison(literal.test, name)
        }
    }

    /// FOLD-RM writes the tests on strings first and then the numeric ones by column.
    private func ordered(_ body: [Literal]) -> [Literal] {
        guard notation.style == .foldRM else { return body }
        let numeric = body.enumerated().filter { $1.test.bound != nil }.sorted {
            (columns[$0.element.attribute] ?? 0, $0.offset) < (columns[$1.element.attribute] ?? 0, $1.offset)
        }
        return body.filter { $0.test.bound == nil } + numeric.map(\.element)
    }

    private func comparison(_ test: Literal.Test, _ variable: String) -> String {
        switch test {
        case .atMost(let bound): "\(variable)=<\(PrologText.rounded(bound))"
        case .above(let bound): "\(variable)>\(PrologText.rounded(bound))"
        case .notAtMost(let bound): "not(\(variable)=<\(PrologText.rounded(bound)))"
        case .notAbove(let bound): "not(\(variable)>\(PrologText.rounded(bound)))"
        case .equal(let text), .notEqual(let text): constant(text)
        }
    }

    private mutating func variable(_ attribute: String) -> String {
        if notation.style == .foldRM, let column = columns[attribute] { return "N\(column)" }
        if let known = variables[attribute] { return known }
        let fresh = "N\(variables.count + 1)"
        variables[attribute] = fresh
        return fresh
    }

    private func constant(_ text: String) -> String {
        PrologText.quoted(notation.style == .foldRM ? text.lowercased() : text)
    }
}
