import NeSyLogic

extension ReportPage {
    /// Two runs side by side: figures with differences, rules, matrices, sizes, and what was different.
    func comparison(_ run: ReportRun, _ second: ReportRun) -> [HTML] {
        let names = [run.contents.title, second.contents.title]
        let runs = [run, second]
        let sizes = SizeBars(runs.map { SizeBars.Entry($0.contents.title, $0.contents.program.size) })
        var content = [
            HTML(.div, "pair", [figures(run, second), HTML(.figure, "", [.drawing(sizes.document.inline)])])
        ]
        content.append(
            HTML(
                .div, "pair",
                zip(runs, [second, run]).map { one, other in
                    HTML(
                        .div, "rules-of",
                        [HTML(.h3, "", [.text("Rules of \(one.contents.title)")]), compactRules(one, beside: other)])
                }))
        content.append(
            HTML(
                .div, "pair",
                runs.compactMap { one in
                    one.contents.ruleConfusion.map { matrix in
                        let title = "Class by the rules of \(one.contents.title)"
                        return .scrolling(
                            title,
                            [HTML(.figure, "", [.drawing(ConfusionMatrixPlot(title, matrix).document.inline)])])
                    }
                }))
        content.append(concepts(run, second))
        content += facts(runs, names)
        return content
    }

    private func figures(_ run: ReportRun, _ second: ReportRun) -> HTML {
        let (one, two) = (run.contents, second.contents)
        let measures: [(name: String, value: (SplitFigures) -> Double?)] = [
            ("Network right", { $0.networkAccuracy }), ("Rules right", { $0.accuracy }),
            ("Rules agree with network", { $0.fidelity }), (ReportPage.withoutClass, { $0.unclassified }),
        ]
        var rows: [HTML] = []
        for (split, a, b) in [
            (one.evaluatedOn, one.evaluated, two.evaluated), ("training", one.train, two.train),
        ] {
            guard a != nil || b != nil else { continue }
            for measure in measures {
                let (left, right) = (a.flatMap(measure.value), b.flatMap(measure.value))
                guard left != nil || right != nil else { continue }
                let difference = left.flatMap { left in right.map { ($0 - left).points } } ?? "–"
                let shares = [left, right].map { $0?.percent ?? "–" }
                rows.append(row("\(measure.name), \(split)", shares + [difference]))
            }
        }
        let (a, b) = (one.program.size, two.program.size)
        for (name, left, right) in [
            ("Rules", a.topRules, b.topRules), ("Exceptions", a.exceptions, b.exceptions),
            ("Literals", a.literals, b.literals), ("Predicates", a.predicates, b.predicates),
        ] {
            let difference = right - left
            rows.append(row(name, [left.grouped, right.grouped, (difference > 0 ? "+" : "") + difference.grouped]))
        }
        return .table(
            "plain", caption: ["Figures of both, and what the second has more; shares differ in percentage points"],
            headings: [
                .heading("Figure"), .heading(one.title, "number"), .heading(two.title, "number"),
                .heading("Difference", "number"),
            ], rows: rows)
    }

    private func row(_ name: String, _ values: [String]) -> HTML {
        HTML(.tr, "", [.rowHeading([.text(name)])] + values.map { .cell($0, "number") })
    }

    /// The rules without their support; those that the other run has too, by the names of predicates, are marked.
    private func compactRules(_ run: ReportRun, beside other: ReportRun) -> HTML {
        let program = run.contents.program
        guard !program.rules.isEmpty else { return HTML(.p, "", ["There are no rules."]) }
        let known = Set(other.contents.program.rules.indices.compactMap { other.meaning(ofRule: $0) })
        let items = program.rules.indices.map { position -> HTML in
            let isShared = run.meaning(ofRule: position).map(known.contains) ?? false
            let mark: [HTML] = isShared ? [" ", HTML(.small, "shared", ["in both"])] : []
            let item = HTML(.li, "", run.rule(position, mark: mark))
            // The rules of the first run have a section of their own, with the same anchors.
            return run.prefix.isEmpty ? item : item.with(.id, run.anchor(rule: position))
        }
        return HTML(.ol, "compact", items)
    }

    /// Names of predicates in both and in one only.
    private func concepts(_ run: ReportRun, _ second: ReportRun) -> HTML {
        func names(_ run: ReportRun) -> [String] { run.contents.predicates.compactMap(\.name) }
        let (one, two) = (names(run), names(second))
        let (ones, twos) = (Set(one), Set(two))
        func line(_ label: String, _ names: [String], unnamed: Int = 0) -> HTML {
            var words: [String] = []
            if !names.isEmpty {
                words.append(names.prefix(60).joined(separator: ", ") + (names.count > 60 ? ", …" : ""))
            }
            if unnamed > 0 { words.append("\(unnamed.grouped) without a name") }
            let text = words.isEmpty ? "none" : words.joined(separator: "; ")
            return HTML(.div, "", [HTML(.dt, "", [.text(label)]), HTML(.dd, "", [.text(text)])])
        }
        func only(_ run: ReportRun, _ names: [String]) -> HTML {
            line("Only in \(run.contents.title)", names, unnamed: run.contents.predicates.count { $0.name == nil })
        }
        return HTML(
            .dl, "facts",
            [
                line("Predicates in both", one.filter(twos.contains)), only(run, one.filter { !twos.contains($0) }),
                only(second, two.filter { !ones.contains($0) }),
            ])
    }

    /// The facts of both, line by line; those that differ stand out.
    private func facts(_ runs: [ReportRun], _ names: [String]) -> [HTML] {
        var seen = Set<String>()
        let keys = runs.flatMap { $0.contents.facts.map(\.name) }.filter { seen.insert($0).inserted }
        guard !keys.isEmpty else { return [] }
        let rows = keys.map { key -> HTML in
            let values = runs.map { run in run.contents.facts.first { $0.name == key }?.value ?? "–" }
            let differs = values[0] != values[1]
            return HTML(
                .tr, differs ? "differs" : "", [.rowHeading([.text(key)])] + values.map { .cell($0) })
        }
        return [
            .table(
                "plain", caption: ["What the runs were; differences in bold"],
                headings: [.heading("Fact")] + names.map { .heading($0) }, rows: rows)
        ]
    }
}

extension ReportRun {
    /// The rule in the names of its predicates, exceptions spelled out: equal for rules that say the same. Nil where a
    /// predicate has no name, for the numbers of two networks' filters have nothing to do with each other.
    func meaning(ofRule position: Int) -> String? {
        let rule = contents.program.rules[position]
        return meaning(rule.clause).map { "\(contents.program.classes[rule.classIndex]) :- \($0)" }
    }

    private func meaning(_ clause: Clause) -> String? {
        var goals: [String] = []
        for literal in clause.body {
            guard let name = contents.predicates[predicate(literal.attribute)].name else { return nil }
            goals.append((literal.wantsOne ? "" : "not ") + name)
        }
        for exception in clause.exceptions {
            guard let inner = meaning(contents.program.exceptions[exception]) else { return nil }
            goals.append("not (\(inner))")
        }
        return goals.joined(separator: ", ")
    }
}
