extension ReportPage {
    func predicates(_ run: ReportRun, _ assets: inout PageAssets) -> [HTML] {
        let sheets = run.contents.predicates
        guard !sheets.isEmpty else { return [] }
        let unnamed = sheets.count { $0.name == nil }
        var lead = "\(sheets.count.counting("predicate")) in the rules"
        switch unnamed {
        case 0: lead += ", each with a name."
        case sheets.count: lead += ", none with a name."
        default: lead += ", \(unnamed.grouped) without a name."
        }
        if sheets.contains(where: { !$0.tiles.isEmpty }) {
            lead += " Shown are the \(run.contents.examples) that excite each filter most; the colours show where."
        }
        var content = [HTML(.p, "lead", [.text(lead)])]
        if sheets.count > 6 {
            content.append(
                HTML(.nav, "index", [HTML(.ul, "", sheets.indices.map { HTML(.li, "", [run.chip($0)]) })])
                    .with(.ariaLabel, run.prefix.isEmpty ? "Predicates" : "Predicates of \(run.contents.title)"))
        }
        if sheets.count > Limits.openSheets {
            content.append(
                HTML(
                    .p, "lead on-screen",
                    [.text("The first \(Limits.openSheets) are unfolded; the others open with a click.")]))
        }
        let plotted = sheets.count { $0.histogram != nil }
        if plotted > Limits.histograms {
            content.append(
                HTML(
                    .p, "lead",
                    [.text("Norms and thresholds are drawn for the first \(Limits.histograms) of \(plotted.grouped).")])
            )
        }
        for index in sheets.indices { content.append(sheet(run, index, &assets)) }
        return content
    }

    private func sheet(_ run: ReportRun, _ index: Int, _ assets: inout PageAssets) -> HTML {
        let sheet = run.contents.predicates[index]
        var title: [HTML] = [HTML(.h3, "", [.text(run.name(index))])]
        if sheet.name != nil { title.append(HTML(.span, "attribute", [.text(sheet.attribute)])) }
        if let best = mostFrequent(run, sheet) { title.append(HTML(.span, "gist", [.text(best)])) }
        var columns: [HTML] = []
        if !sheet.concepts.isEmpty { columns.append(concepts(sheet)) }
        columns += holds(run, sheet)
        if let histogram = sheet.histogram, let threshold = sheet.threshold, index < Limits.histograms {
            let plot = ThresholdHistogram(
                "Norms on the \(run.contents.normed)", histogram, threshold: threshold, classes: run.contents.classes)
            columns.append(HTML(.figure, "", [.drawing(plot.document.inline)]))
        }
        var content = [HTML(.p, "origin", [.text("\(sheet.origin). ")] + usage(run, index))]
        if let note = sheet.note { content.append(HTML(.p, "note", [.text(note)])) }
        if !sheet.tiles.isEmpty {
            content.append(
                HTML(.ul, "tiles", sheet.tiles.indices.map { tile(run, index, $0, &assets) })
                    .with(.ariaLabel, "Images that excite \(run.name(index)) most"))
        }
        content.append(HTML(.div, "columns", columns))
        return HTML.details(title, as: "sheet", isOpen: index < Limits.openSheets, content)
            .with(.id, run.anchor(predicate: index))
    }

    private func tile(_ run: ReportRun, _ index: Int, _ place: Int, _ assets: inout PageAssets) -> HTML {
        let tile = run.contents.predicates[index].tiles[place]
        let className = run.contents.classes[tile.classIndex]
        let norm = Float(tile.norm).threeDigits
        let words = "\(tile.name), \(className), norm \(norm)"
        let ratio = "aspect-ratio:\(tile.picture.width)/\(tile.picture.height)"
        let picture: HTML
        if place == 0 {
            picture = HTML(.span, "photo \(run.ground(predicate: index))").with(.role, "img")
                .with(.ariaLabel, words).with(.style, ratio)
        } else {
            let address = assets.address(of: tile.picture, named: "\(run.anchor(predicate: index))-\(place + 1)")
            picture = HTML(.img, "photo").with(.src, address).with(.alt, words)
                .with(.width, "\(tile.picture.width)").with(.height, "\(tile.picture.height)")
                .with(.loading, "lazy").with(.decoding, "async")
        }
        let framed: HTML
        if let image = tile.image, run.prefix.isEmpty {
            framed = HTML.link("#explorer", "", [picture]).with(.dataImage, "\(image)")
        } else {
            framed = picture
        }
        return HTML(
            .li, "",
            [
                HTML(
                    .figure, "",
                    [
                        framed,
                        HTML(
                            .figcaption, "",
                            run.swatch(class: tile.classIndex) + [
                                HTML(.span, "label", [.text(className)]), " ", HTML(.small, "", [.text(norm)]),
                            ]),
                    ]
                ).with(.title, words)
            ])
    }

    /// Where the predicate is used.
    private func usage(_ run: ReportRun, _ index: Int) -> [HTML] {
        let rules = run.rulesByPredicate[index]
        var parts: [HTML] = [.text(rules.count == 1 ? "Used in rule " : "Used in rules ")]
        for (place, rule) in rules.prefix(12).enumerated() {
            if place > 0 { parts.append(", ") }
            let name = run.contents.program.classes[run.contents.program.rules[rule].classIndex]
            parts.append(.link("#\(run.anchor(rule: rule))", "", [.text("\(rule + 1)")]))
            parts.append(.text(" (\(name))"))
        }
        if rules.count > 12 { parts.append(.text(" and \(rules.count - 12) more")) }
        return rules.isEmpty ? ["Not used in a rule."] : parts + ["."]
    }

    private func concepts(_ sheet: PredicateEntry) -> HTML {
        let shown = sheet.concepts.prefix(5)
        let most = max(shown.map(\.score).max() ?? 0, 1e-9)
        let rows = shown.map { concept in
            HTML(
                .tr, "",
                [
                    .rowHeading([.text(concept.name)]),
                    HTML(.td, "wide", [bar(concept.score / most, "concept")]),
                    .cell(Float(concept.score.isFinite ? concept.score : 0).threeDigits, "number"),
                ])
        }
        return .table(
            "bars", caption: ["Concepts that fit"],
            headings: [.heading("Concept"), .heading("", "wide"), .heading("Score", "number")].withWords,
            rows: Array(rows))
    }

    /// On which share of each class the predicate holds, the highest first.
    private func holds(_ run: ReportRun, _ sheet: PredicateEntry) -> [HTML] {
        let ranked = shares(run, sheet)
        guard !ranked.isEmpty else { return [] }
        let shown = ranked.prefix(6).filter { $0.share > 0 }
        if shown.isEmpty { return [HTML(.p, "rest", [.text("Holds for none of the \(run.evaluatedImages).")])] }
        let rows = shown.map { index, share in
            HTML(
                .tr, "",
                [
                    .rowHeading(run.swatch(class: index) + [.text(run.contents.classes[index])]),
                    HTML(.td, "wide", [bar(share, "share")]), .cell(share.percent, "number"),
                ])
        }
        var table: [HTML] = [
            .table(
                "bars", caption: [.text("Holds for \(run.evaluatedImages) of")],
                headings: [.heading("Class"), .heading("", "wide"), .heading("Share", "number")].withWords,
                rows: rows)
        ]
        if ranked.count > shown.count {
            let (most, rest) = (ranked[shown.count].share, ranked.count - shown.count)
            let others = rest.counting("other class", "other classes")
            let words = most == 0 ? "and for none of \(others)" : "and at most \(most.percent) of each of \(others)"
            table.append(HTML(.p, "rest", [.text(words)]))
        }
        return [HTML(.div, "", table)]
    }

    private func shares(_ run: ReportRun, _ sheet: PredicateEntry) -> [(index: Int, share: Double)] {
        let totals = run.contents.evaluatedPerClass
        guard sheet.holds.count == totals.count else { return [] }
        let shares = totals.indices.filter { totals[$0] > 0 }
            .map { (index: $0, share: Double(sheet.holds[$0]) / Double(totals[$0])) }
        return shares.sorted { ($1.share, $0.index) < ($0.share, $1.index) }
    }

    /// `bathroom 92 %, bedroom 3 %`.
    private func mostFrequent(_ run: ReportRun, _ sheet: PredicateEntry) -> String? {
        let ranked = shares(run, sheet).prefix(2).filter { $0.share > 0 }
        guard !ranked.isEmpty else { return nil }
        let words = ranked.map { "\(run.contents.classes[$0.index].asClassInSentence) \($0.share.percent)" }
        return "holds for " + words.joined(separator: ", ")
    }

    private func bar(_ share: Double, _ kind: String) -> HTML {
        let width = (min(max(share.isFinite ? share : 0, 0), 1) * 100).shortDecimal
        return HTML(.span, "bar", [HTML(.span, kind).with(.style, "width:\(width)%")]).with(.ariaHidden, "true")
    }
}

extension [HTML] {
    /// Headings without words say to those who listen what the column is.
    fileprivate var withWords: [HTML] {
        map { heading in
            if case .element(.th, _, [.text("")]) = heading { return heading.with(.ariaLabel, "Bar") }
            return heading
        }
    }
}
