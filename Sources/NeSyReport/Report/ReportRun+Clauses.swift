import NeSyLogic

extension ReportRun {
    /// A predicate as a link to its sheet, with a glimpse of what it looks at.
    func chip(_ predicate: Int) -> HTML {
        let sheet = contents.predicates[predicate]
        var parts: [HTML] = []
        if !sheet.tiles.isEmpty {
            parts.append(HTML(.span, "glimpse \(ground(predicate: predicate))").with(.ariaHidden, "true"))
        }
        parts.append(HTML(.span, sheet.name == nil ? "name bare" : "name", [.text(name(predicate))]))
        let link = HTML.link("#\(anchor(predicate: predicate))", "chip", parts)
        return sheet.name == nil ? link : link.with(.title, sheet.attribute)
    }

    /// What follows `:-`, with commas between and a full stop at the end.
    func body(_ clause: Clause) -> [HTML] {
        var goals: [[HTML]] = clause.body.map { literal in
            let chip = chip(predicate(literal.attribute))
            return literal.wantsOne ? [chip] : [ReportRun.not, chip]
        }
        goals += clause.exceptions.map { [ReportRun.not, HTML(.span, "ab", [.text("ab\($0 + 1)")])] }
        var out: [HTML] = []
        for (index, goal) in goals.enumerated() {
            // A line may end between goals, not within one.
            out.append(HTML(.span, "goal", goal + [index == goals.count - 1 ? "." : ","]))
            if index < goals.count - 1 { out.append(" ") }
        }
        return out
    }

    private static let not = HTML(.span, "not", ["not "])

    /// A whole clause: `bathroom :- sink1, not bed1.`
    func clause(head: [HTML], _ clause: Clause) -> [HTML] {
        if clause.body.isEmpty, clause.exceptions.isEmpty { return head + ["."] }
        return [HTML(.span, "goal", head + [HTML(.span, "if", [" :-"])]), " "] + body(clause)
    }

    /// A rule with its exceptions below it.
    /// - Parameter mark: stands at the end of the rule.
    func rule(_ position: Int, mark: [HTML] = []) -> [HTML] {
        let rule = contents.program.rules[position]
        let name = contents.program.classes[rule.classIndex]
        let head = swatch(class: classIndex(ofProgramClass: rule.classIndex)) + [HTML(.b, "head", [.text(name)])]
        let exceptions = contents.program.exceptions(behind: rule.clause)
        let line = HTML(.div, "clause", clause(head: head, rule.clause) + mark)
        guard !exceptions.isEmpty else { return [line] }
        let lines = exceptions.map { exception in
            HTML(
                .li, "clause",
                clause(
                    head: [HTML(.span, "ab", [.text("ab\(exception + 1)")])], contents.program.exceptions[exception]))
        }
        return [line, HTML(.ul, "exceptions", lines).with(.ariaLabel, "Exceptions")]
    }

    /// The rules as plain text, with the names that the page uses.
    var plainRules: String {
        let names = Dictionary(
            contents.predicates.compactMap { sheet in sheet.name.map { (sheet.attribute, $0) } },
            uniquingKeysWith: { first, _ in first })
        return contents.program.text(.concepts(names: names))
    }
}
