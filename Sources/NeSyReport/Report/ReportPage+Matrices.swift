extension ReportPage {
    /// What rules and network make of each class: shares, and what is taken for what.
    func classes(_ run: ReportRun) -> [HTML] {
        let contents = run.contents
        let matrices = [
            contents.networkConfusion.map { ("Class by the network", $0) },
            contents.ruleConfusion.map { ("Class by the rules", $0) },
        ].compactMap { $0 }
        guard !matrices.isEmpty else { return [] }
        let coverage = contents.ruleConfusion.map { CoverageBars(rules: $0, network: contents.networkConfusion) }
        var shares = coverage.map { [HTML(.figure, "", [.drawing($0.document.inline)])] } ?? []
        if let rules = contents.ruleConfusion, rules.given.count > ConfusionMatrixPlot.mostNumbered {
            // What such a large matrix shows only under the pointer.
            shares.append(confusions(rules, of: "Class by the rules"))
        }
        let plots: [HTML] = matrices.map { title, matrix in
            .scrolling(title, [HTML(.figure, "", [.drawing(ConfusionMatrixPlot(title, matrix).document.inline)])])
        }
        var content = [
            HTML(
                .p, "lead",
                [
                    .text("Of the \(run.evaluatedImages). Every row is a true class, shaded by the share of its "),
                    .text("images: "), HTML(.span, "key right", ["right"]), ", ", HTML(.span, "key wrong", ["wrong"]),
                    ", ", HTML(.span, "key none", ["no class"]), ".",
                ]), HTML(.div, "pair", shares), HTML(.div, "pair", plots),
        ]
        if let coverage { content.append(.details(["Shares of each class, as a table"], [table(coverage, run)])) }
        content += matrices.map { title, matrix in
            .details(
                [.text("\(title), as tables")],
                [confusions(matrix, of: title), .scrolling(title, [table(title, matrix)])])
        }
        return content
    }

    /// The most frequent confusions.
    private func confusions(_ matrix: ConfusionMatrix, of title: String) -> HTML {
        let all = matrix.confusions
        guard !all.isEmpty else { return HTML(.p, "", ["No class was taken for another."]) }
        let left = all.count - Limits.confusions
        let rest = left > 0 ? "; \(left.counting("more pair")) in the matrix" : ""
        return .table(
            "plain", caption: [.text("\(title): most frequent confusions\(rest)")],
            headings: [
                .heading("True class"), .heading("Taken for"), .heading("Images", "number"),
                .heading("Share of the class", "number"),
            ],
            rows: all.prefix(Limits.confusions).map {
                HTML(
                    .tr, "",
                    [
                        .rowHeading([.text($0.given)]), .cell($0.named), .cell($0.count.grouped, "number"),
                        .cell($0.share.percent, "number"),
                    ])
            })
    }

    private func table(_ title: String, _ matrix: ConfusionMatrix) -> HTML {
        let rows = matrix.given.indices.map { row -> HTML in
            HTML(
                .tr, "",
                [.rowHeading([.text(matrix.given[row])])]
                    + matrix.row(row).map { .cell($0 == 0 ? "·" : $0.grouped, "number") })
        }
        return .table(
            "plain", caption: [.text("\(title): images by true class (rows)")],
            headings: [.heading("True class")] + matrix.columns.map { .heading($0, "number") }, rows: rows)
    }

    func learning(_ run: ReportRun) -> [HTML] {
        let curves = LearningCurves(run.contents.learning, testedOn: run.contents.watchedOn)
        let plots = [curves.loss, curves.accuracy].compactMap { $0 }
        guard !plots.isEmpty, let last = run.contents.learning.last else { return [] }
        let rows = run.contents.learning.map { point in
            HTML(
                .tr, "",
                [
                    .rowHeading([.text("\(point.epoch)")]), .cell(point.phase),
                    .cell(point.loss.isFinite ? Float(point.loss).threeDigits : "–", "number"),
                    .cell(point.trainAccuracy.percent, "number"),
                    .cell(point.testAccuracy.map(\.percent) ?? "–", "number"),
                ])
        }
        return [
            HTML(
                .p, "lead",
                [
                    .text("\(last.epoch.counting("epoch")) of training. Accuracy on training images is counted "),
                    "while an epoch runs and the network still changes; the figures of the summary are of the network ",
                    "as it ended.",
                ]),
            HTML(.div, "pair", plots.map { HTML(.figure, "", [.drawing($0.inline)]) }),
            .details(
                ["The figures of every epoch"],
                [
                    .table(
                        "plain", caption: ["Training, epoch by epoch"],
                        headings: [
                            .heading("Epoch"), .heading("Phase"), .heading("Loss", "number"),
                            .heading("Right, training, during the epoch", "number"),
                            .heading("Right, \(run.contents.watchedOn), after it", "number"),
                        ], rows: rows)
                ]),
        ]
    }

    private func table(_ coverage: CoverageBars, _ run: ReportRun) -> HTML {
        let rows = coverage.bars.map { bar in
            HTML(
                .tr, "",
                [.rowHeading([.text(bar.className)]), .cell(bar.total.grouped, "number")]
                    + [bar.right, bar.wrong, bar.unclassified].map {
                        .cell(bar.total == 0 ? "–" : bar.share($0).percent, "number")
                    } + [.cell(bar.networkRight.map(\.percent) ?? "–", "number")])
        }
        return .table(
            "plain", caption: [.text("What the rules make of each class of the \(run.evaluatedImages)")],
            headings: [
                .heading("Class"), .heading("Images", "number"), .heading("Right", "number"),
                .heading("Wrong", "number"), .heading(ReportPage.withoutClass, "number"),
                .heading("Network right", "number"),
            ], rows: rows)
    }
}
