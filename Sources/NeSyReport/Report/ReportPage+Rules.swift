import NeSyLogic

extension ReportPage {
    func rules(_ run: ReportRun) -> [HTML] {
        let program = run.contents.program
        guard !program.rules.isEmpty else { return [HTML(.p, "", ["There are no rules."])] }
        var content = [
            HTML(
                .p, "lead",
                [
                    .text(program.howRulesDecide),
                    HTML(.span, "on-screen", [" Each name leads to what it looks at."]),
                ])
        ]
        let open = min(Limits.openRules, program.rules.count)
        content.append(table(run, 0..<open, isFirst: true))
        if open < program.rules.count {
            content.append(
                .details(
                    [.text("Rules \((open + 1).grouped) to \(program.rules.count.grouped)")],
                    [table(run, open..<program.rules.count, isFirst: false)]))
        }
        if let index = program.defaultClass {
            let name = HTML(.b, "", [.text(program.classes[index])])
            content.append(HTML(.p, "lead", ["An image to which no rule applies counts as ", name, "."]))
        }
        content.append(.details(["The rules as text"], [HTML(.pre, "", [.text(run.plainRules)])]))
        return content
    }

    private func table(_ run: ReportRun, _ positions: Range<Int>, isFirst: Bool) -> HTML {
        let contents = run.contents
        let records = contents.rules
        let hasTrain = records.contains { $0.train != nil }
        let hasEvaluated = records.contains { $0.evaluated != nil }
        var headings: [HTML] = [.heading("№", "number"), .heading("Rule")]
        if hasEvaluated {
            headings += [.heading("Decides, \(contents.evaluatedOn)", "number"), .heading("Right", "number")]
        }
        if hasTrain { headings += [.heading("Decides, training", "number"), .heading("Right", "number")] }
        let most = max(1, records.compactMap { $0.evaluated?.fired ?? $0.train?.fired }.max() ?? 1)
        let rows = positions.map { position -> HTML in
            let record = records.indices.contains(position) ? records[position] : RuleRecord(train: nil, evaluated: nil)
            var cells: [HTML] = [
                .rowHeading([.text("\(position + 1)")], "number"), HTML(.td, "rule", run.rule(position)),
            ]
            if hasEvaluated { cells += support(record.evaluated, of: most, contents.evaluatedOn, hasBar: true) }
            if hasTrain { cells += support(record.train, of: most, "training", hasBar: !hasEvaluated) }
            return HTML(.tr, "", cells).with(.id, run.anchor(rule: position))
        }
        let caption: HTML =
            isFirst ? "Rules with their support and precision" : "The remaining rules with their support and precision"
        return .table("rules", caption: [caption], headings: headings, rows: rows)
    }

    /// How many images a rule decides, and how many of them rightly.
    private func support(_ support: Rule.Support?, of most: Int, _ split: String, hasBar: Bool) -> [HTML] {
        guard let support else { return [.cell("–", "number"), .cell("–", "number")] }
        var decides: [HTML] = [
            HTML(.span, "", [HTML(.span, "on-small", [.text("decides \(split) ")]), .text(support.fired.grouped)])
        ]
        if hasBar {
            func part(_ count: Int, _ kind: String) -> HTML {
                let width = (Double(count) / Double(most) * 100).shortDecimal
                return HTML(.span, kind).with(.style, "width:\(width)%")
            }
            decides.append(
                HTML(
                    .span, "bar", [part(support.correct, "right"), part(support.fired - support.correct, "wrong")]
                ).with(.ariaHidden, "true"))
        }
        let kind = hasBar ? "number main" : "number"
        return [
            HTML(.td, kind, [HTML(.span, "support", decides)]),
            HTML(
                .td, kind,
                [HTML(.span, "on-small", ["right "]), .text(support.precision.map(\.percent) ?? "–")]),
        ]
    }
}

extension RuleProgram {
    /// How an image gets its class from the rules, in a sentence.
    var howRulesDecide: String {
        switch form {
        case .decisionList: "The rules are tried in order; the first that applies decides."
        case .ruleSet: "An image belongs to the class if any rule applies, in whatever order they stand."
        }
    }
}
