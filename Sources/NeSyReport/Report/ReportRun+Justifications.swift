import NeSyJSON
import NeSyLogic

extension ReportRun {
    /// Why the rules give a pattern its class, as a list.
    func justification(of pattern: Int) -> [HTML] {
        let justification = contents.patterns[pattern].justification
        var content: [HTML] = []
        if let decided = justification.decidedBy {
            content.append(
                HTML(
                    .p, "verdict",
                    [
                        HTML(.b, "", [.text(decided.className)]), ", by ",
                        .link("#\(anchor(rule: decided.rule))", "", [.text("rule \(decided.rule + 1)")]), ":",
                    ]))
            content.append(findings(decided.outcome))
        } else if let name = justification.className {
            content.append(HTML(.p, "verdict", [HTML(.b, "", [.text(name)]), ", since no rule applies."]))
        } else {
            content.append(HTML(.p, "verdict", [HTML(.b, "", ["No class"]), ": no rule applies."]))
        }
        return content
    }

    /// What the literals and exceptions of a clause came to, each a line.
    private func findings(_ outcome: Justification.ClauseOutcome) -> HTML {
        var lines = outcome.findings.map { finding($0) }
        for exception in outcome.exceptions {
            lines.append(
                HTML(
                    .li, exception.outcome.applies ? "no" : "yes",
                    [
                        HTML(.span, "mark", [exception.outcome.applies ? "no: " : "yes: "]), "exception ",
                        HTML(.span, "ab", [.text("ab\(exception.exception + 1)")]),
                        exception.outcome.applies ? " applies" : " does not apply",
                        findings(exception.outcome),
                    ]))
        }
        if lines.isEmpty { lines.append(HTML(.li, "yes", ["without a condition"])) }
        return HTML(.ul, "findings", lines)
    }

    private func finding(_ finding: Justification.Finding) -> HTML {
        let isOn = finding.literal.wantsOne == finding.holds
        return HTML(
            .li, finding.holds ? "yes" : "no",
            [
                HTML(.span, "mark", [finding.holds ? "yes: " : "no: "]), chip(predicate(finding.literal.attribute)),
                isOn ? " holds" : " does not hold",
            ])
    }

    /// What the script needs to show any image with its justification.
    ///
    /// A clause that applies is the list of its exceptions' outcomes; one that does not is the place of the literal
    /// that fails, or `{x, o}`: the place of the exception that applies, and its outcome.
    var explorerData: JSON {
        let program = contents.program
        let predicates = contents.predicates.indices.map { index -> JSON in
            let sheet = contents.predicates[index]
            return [
                .string(name(index)), .string(anchor(predicate: index)),
                .string(sheet.tiles.isEmpty ? "" : ground(predicate: index)),
            ]
        }
        func clause(_ clause: Clause) -> JSON {
            [
                .array(
                    clause.body.map { [.integer(predicate($0.attribute)), .integer($0.wantsOne ? 1 : 0)] }),
                .array(clause.exceptions.map { .integer($0) }),
            ]
        }
        return [
            "classes": .array(contents.classes.map(JSON.string)),
            "named": .array(program.classes.map(JSON.string)),
            "targets": .array(contents.targets.map { .integer($0 ?? -1) }),
            "predicates": .array(predicates),
            "rules": .array(program.rules.map { [.integer($0.classIndex), clause($0.clause)] }),
            "exceptions": .array(program.exceptions.map(clause)),
            "patterns": .array(contents.patterns.map(pattern)),
            "images": .array(
                contents.images.map {
                    [
                        .string($0.name), .integer($0.classIndex), .integer($0.network ?? -1), .integer($0.pattern),
                        .integer($0.thumbnail ?? -1),
                    ]
                }),
            "thumbnails": contents.thumbnails.map {
                ["columns": .integer($0.columns), "perSheet": .integer($0.perSheet), "rows": .array($0.rows)]
            } ?? .null,
        ]
    }

    private func pattern(_ pattern: PredicatePattern) -> JSON {
        let justification = pattern.justification
        let program = contents.program
        let named = justification.className.flatMap { program.classes.firstIndex(of: $0) } ?? -1
        return [
            .string(hexadecimal(pattern.holds)), .integer(named), .integer(justification.decidedBy?.rule ?? -1),
            justification.decidedBy.map { outcome($0.outcome, program.rules[$0.rule].clause) } ?? .null,
            .array(justification.passedOver.map { outcome($0.outcome, program.rules[$0.rule].clause) }),
        ]
    }

    private func outcome(_ outcome: Justification.ClauseOutcome, _ clause: Clause) -> JSON {
        let exceptions = contents.program.exceptions
        if outcome.applies {
            return .array(outcome.exceptions.map { self.outcome($0.outcome, exceptions[$0.exception]) })
        }
        if let failing = outcome.findings.first {
            return .integer(clause.body.firstIndex(of: failing.literal) ?? 0)
        }
        guard let defeating = outcome.exceptions.first else { return .null }
        return [
            "x": .integer(clause.exceptions.firstIndex(of: defeating.exception) ?? 0),
            "o": self.outcome(defeating.outcome, exceptions[defeating.exception]),
        ]
    }

    /// Four predicates a digit, the first of them worth 8.
    private func hexadecimal(_ holds: [Bool]) -> String {
        var text = ""
        for start in stride(from: 0, to: holds.count, by: 4) {
            var digit = 0
            for index in start..<start + 4 { digit = digit << 1 | (index < holds.count && holds[index] ? 1 : 0) }
            text += String(digit, radix: 16)
        }
        return text
    }
}

extension ThumbnailSheets {
    /// Rows on each sheet.
    fileprivate var rows: [JSON] { sheets.map { .integer($0.height / side) } }
}
