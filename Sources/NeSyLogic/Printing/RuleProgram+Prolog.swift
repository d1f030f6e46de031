extension RuleProgram {
    /// The program as Prolog: `label(Row, Class)` holds for every row of ``prologFacts(for:notation:)`` that
    /// gets a class. It loads in SWI-Prolog without warnings. Numbers are compared exactly; `number/1`
    /// stands before a comparison because a numeric attribute may hold strings such as `'?'`.
    public func prolog(_ notation: RuleNotation = RuleNotation()) -> String {
        let writer = PrologWriter(self, notation)
        var out = ":- encoding(utf8).\n% Rows are given as facts: row(Row), and per attribute predicate(Row, Value).\n"
        out += ":- dynamic row/1.\n"
        for predicate in writer.attributePredicates { out += ":- dynamic \(predicate).\n" }
        out += "\n"
        for (position, rule) in rules.enumerated() where orderMatters {
            let blockers = overridingRules(of: position).map { "\\+ rule\($0 + 1)(X)" }
            let goals = ["rule\(position + 1)(X)"] + blockers
            out += "\(writer.head(rule.classIndex)) :- \(goals.joined(separator: ", ")).\n"
        }
        for rule in rules where !orderMatters { out += writer.clause(writer.head(rule.classIndex), rule.clause) }
        if let defaultClass {
            let others = Set(rules.map(\.classIndex)).subtracting([defaultClass]).sorted()
            let goals = ["row(X)"] + others.map { "\\+ \(writer.head($0))" }
            out += "\(writer.head(defaultClass)) :- \(goals.joined(separator: ", ")).\n"
        }
        if rules.isEmpty && defaultClass == nil { out += ":- dynamic \(writer.targetPredicate).\n" }
        for (position, rule) in rules.enumerated() where orderMatters {
            out += writer.clause("rule\(position + 1)(X)", rule.clause)
        }
        for (number, exception) in exceptions.enumerated() {
            out += writer.clause("ab\(number + 1)(X)", exception)
        }
        return out
    }
}

/// Writes clauses and names as Prolog.
struct PrologWriter {
    private let program: RuleProgram
    private let notation: RuleNotation
    let names: PredicateNames
    let boolean: Set<String>

    init(_ program: RuleProgram, _ notation: RuleNotation) {
        self.program = program
        self.notation = notation
        names = PredicateNames(program, notation: notation, language: .prolog)
        boolean = program.booleanAttributes(notation)
    }

    var targetPredicate: String { "\(names.target)/2" }

    var attributePredicates: [String] {
        program.usedAttributes.map { "\(names[$0])/\(boolean.contains($0) ? 1 : 2)" }
    }

    func head(_ classIndex: Int) -> String {
        "\(names.target)(X,\(PrologText.quoted(notation.className(program.classes[classIndex]))))"
    }

    func clause(_ head: String, _ clause: Clause) -> String {
        var goals = ["row(X)"]
        var bound = Set<String>()
        var variables: [String: String] = [:]
        for literal in clause.body {
            let name = names[literal.attribute]
            if boolean.contains(literal.attribute) {
                goals.append(literal.asksForOne ? "\(name)(X)" : "\\+ \(name)(X)")
                continue
            }
            let variable = variables[literal.attribute] ?? "N\(variables.count + 1)"
            if literal.test.bound != nil { variables[literal.attribute] = variable }
            let binding = "\(name)(X,\(variable)), number(\(variable))"
            switch literal.test {
            case .equal(let text): goals.append("\(name)(X,\(PrologText.quoted(text)))")
            case .notEqual(let text): goals.append("\\+ \(name)(X,\(PrologText.quoted(text)))")
            case .atMost(let value), .above(let value):
                if bound.insert(literal.attribute).inserted { goals.append(binding) }
                let sign = literal.test == .atMost(value) ? "=<" : ">"
                goals.append("\(variable) \(sign) \(PrologText.number(value))")
            case .notAtMost(let value):
                goals.append("\\+ (\(binding), \(variable) =< \(PrologText.number(value)))")
            case .notAbove(let value):
                goals.append("\\+ (\(binding), \(variable) > \(PrologText.number(value)))")
            }
        }
        goals += clause.exceptions.map { "\\+ ab\($0 + 1)(X)" }
        return "\(head) :- \(goals.joined(separator: ", ")).\n"
    }
}
