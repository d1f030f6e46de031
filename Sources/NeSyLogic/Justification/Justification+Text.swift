import NeSyTensor

extension Justification {
    /// The justification as indented lines for people.
    public func text(_ notation: RuleNotation = RuleNotation()) -> String {
        let writer = JustificationWriter(notation)
        var lines: [String] = []
        if let decidedBy {
            lines.append(
                "\(notation.className(decidedBy.className)), by rule \(decidedBy.rule + 1) of \(ruleCount):")
            lines += writer.lines(decidedBy.outcome, indent: 1)
        } else if let className {
            lines.append("\(notation.className(className)), the default: none of \(ruleCount) rules applies")
        } else {
            lines.append("no class: none of \(ruleCount) rules applies")
        }
        if !passedOver.isEmpty {
            lines.append(decidedBy == nil ? "The rules:" : "Rules before it that do not apply:")
            for rule in passedOver {
                lines.append("  rule \(rule.rule + 1) (\(notation.className(rule.className))):")
                lines += writer.lines(rule.outcome, indent: 2)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

/// Puts findings into words.
private struct JustificationWriter {
    let notation: RuleNotation

    init(_ notation: RuleNotation) { self.notation = notation }

    func lines(_ outcome: Justification.ClauseOutcome, indent: Int) -> [String] {
        let margin = String(repeating: "  ", count: indent)
        var lines = outcome.findings.map { finding in
            margin + (finding.holds ? "yes: " : "no:  ") + words(finding)
        }
        for exception in outcome.exceptions {
            let verdict = exception.outcome.applies ? "applies" : "does not apply"
            lines.append("\(margin)exception ab\(exception.exception + 1) \(verdict):")
            lines += self.lines(exception.outcome, indent: indent + 1)
        }
        if outcome.findings.isEmpty && outcome.exceptions.isEmpty { lines.append("\(margin)no condition") }
        return lines
    }

    private func words(_ finding: Justification.Finding) -> String {
        let name = notation.attributeName(finding.literal.attribute)
        let test = finding.literal.test
        if notation.booleanPredicates, test.text == "0" || test.text == "1" {
            let wanted = finding.literal.asksForOne ? "present" : "absent"
            return finding.holds ? "\(name) is \(wanted)" : "\(name) is not \(wanted)"
        }
        return "\(name) \(words(test))  [\(name) = \(words(finding.cell))]"
    }

    private func words(_ test: Literal.Test) -> String {
        switch test {
        case .equal(let text): "is '\(text)'"
        case .notEqual(let text): "is not '\(text)'"
        case .atMost(let bound): "is at most \(bound)"
        case .above(let bound): "is above \(bound)"
        case .notAtMost(let bound): "is not a number up to \(bound)"
        case .notAbove(let bound): "is not a number above \(bound)"
        }
    }

    private func words(_ cell: TableColumn.Cell) -> String {
        switch cell {
        case .number(let value): "\(value)"
        case .string(let text): text.isEmpty ? "missing" : "'\(text)'"
        }
    }
}
