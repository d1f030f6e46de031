extension ReportPage {
    /// The images to which no rule applies.
    func uncovered(_ run: ReportRun, _ assets: inout PageAssets) -> [HTML] {
        let contents = run.contents
        guard !contents.images.isEmpty else { return [] }
        addThumbnails(run, &assets)
        let program = contents.program
        let places = contents.images.indices.filter {
            contents.patterns[contents.images[$0].pattern].justification.decidedBy == nil
        }
        // Not all images need be listed.
        let (count, all) =
            contents.evaluated.map { ($0.uncovered, $0.images) } ?? (places.count, contents.images.count)
        if count == 0 {
            return [HTML(.p, "lead", [.text("Some rule applies to every one of the \(run.evaluatedImages).")])]
        }
        let lead = "No rule applies to \(count.grouped) of \(all.grouped) \(run.evaluatedImages); they "
        if let index = program.defaultClass {
            let name = HTML(.b, "", [.text(program.classes[index])])
            return [HTML(.p, "lead", [.text(lead + "count as "), name, "."])]
        }
        let shown = places.prefix(Limits.uncoveredImages)
        let rest = shown.count < count ? " The first \(shown.count.grouped) are shown." : ""
        var content = [HTML(.p, "lead", [.text(lead + "get no class from the rules." + rest)])]
        var groups: [HTML] = []
        for index in contents.classes.indices {
            let ofClass = shown.filter { contents.images[$0].classIndex == index }
            guard !ofClass.isEmpty else { continue }
            let title: [HTML] = [
                .text("\(contents.classes[index]) "), HTML(.small, "", [.text("\(ofClass.count)")]),
            ]
            groups.append(
                HTML(
                    .div, "group",
                    [
                        HTML(.h3, "", run.swatch(class: index) + title),
                        HTML(.ul, "gallery", ofClass.map { HTML(.li, "", [thumbnail(run, $0)]) }),
                    ]))
        }
        content.append(HTML(.div, "groups", groups))
        return content
    }

    /// A thumbnail as a link to the explorer; the name where there is no picture.
    private func thumbnail(_ run: ReportRun, _ place: Int) -> HTML {
        let image = run.contents.images[place]
        let network = image.network.map { ", network: \(run.contents.classes[$0])" } ?? ""
        let words = "\(image.name)\(network)"
        let picture: HTML
        if let index = image.thumbnail, let sheets = run.contents.thumbnails {
            let (x, y) = sheets.position(of: index)
            picture = HTML(.span, "thumbnail \(run.prefix)s\(index / sheets.perSheet)").with(.role, "img")
                .with(.ariaLabel, words).with(.style, "background-position:\(x.shortDecimal)% \(y.shortDecimal)%")
        } else {
            picture = HTML(.span, "thumbnail nameless", [.text(image.name)])
        }
        return HTML.link("#explorer", "", [picture]).with(.dataImage, "\(place)").with(.title, words)
    }

    private func addThumbnails(_ run: ReportRun, _ assets: inout PageAssets) {
        guard let sheets = run.contents.thumbnails else { return }
        for (index, sheet) in sheets.sheets.enumerated() {
            assets.addGround(
                sheet, class: "\(run.prefix)s\(index)", file: "\(run.prefix)thumbnails-\(index + 1)",
                more: ";background-size:\(sheets.columns * 100)% \(sheet.height / sheets.side * 100)%")
        }
    }

    /// Any image with its justification, by the script; and the most frequent justifications without.
    func explorer(_ run: ReportRun, _ assets: inout PageAssets) -> [HTML] {
        let contents = run.contents
        guard !contents.images.isEmpty else { return [] }
        var lead = "Choose an image to see why the rules say what they say about it."
        if let figures = contents.evaluated, figures.images > contents.images.count {
            lead += " \(contents.images.count.grouped) of \(figures.images.grouped) \(run.evaluatedImages) are listed."
        }
        let pictured = contents.images.count { $0.thumbnail != nil }
        if pictured < contents.images.count {
            let count = pictured == 0 ? "None" : pictured.grouped
            lead += " \(count) of them \(pictured == 1 ? "has" : "have") a picture here."
        }
        let key: [HTML] = [
            " The line below an image says whether the rules are ", HTML(.span, "key right", ["right"]), ", ",
            HTML(.span, "key wrong", ["wrong"]), " or give ", HTML(.span, "key none", ["no class"]), ".",
        ]
        return [
            HTML(.noscript, "", [HTML(.p, "", [.text(ReportPage.withoutScript)])]),
            chooser(run, lead: [.text(lead)] + key).with(.hidden), patterns(run),
        ]
    }

    private static let withoutScript =
        "Choosing an image needs JavaScript, which is off here; the most frequent justifications follow."

    private func chooser(_ run: ReportRun, lead: [HTML]) -> HTML {
        func option(_ value: String, _ text: String) -> HTML { HTML(.option, "", [.text(text)]).with(.value, value) }
        func choice(_ id: String, _ label: String, _ options: [HTML]) -> HTML {
            HTML(.label, "", [HTML(.span, "", [.text(label)]), HTML(.select, "", options).with(.id, id)])
        }
        let verdicts = [
            option("all", "anything"), option("right", "the right class"), option("wrong", "a wrong class"),
            option("unclassified", "no class"), option("disagree", "other than the network"),
        ]
        let classes = [option("all", "any")] + run.contents.classes.enumerated().map { option("\($0)", $1) }
        let named = HTML(.input).with(.id, "choose-name").with(.type, "search").with(.placeholder, "part of a name")
        let filters = HTML(
            .div, "filters",
            [
                choice("choose-class", "Class", classes), choice("choose-verdict", "Rules say", verdicts),
                HTML(.label, "", [HTML(.span, "", ["Image"]), named]),
                HTML(.p, "").with(.id, "found").with(.ariaLive, "polite"),
            ])
        let pager = HTML(
            .div, "pager",
            [
                HTML(.button, "", ["Previous"]).with(.type, "button").with(.id, "page-back"),
                HTML(.span, "").with(.id, "page"),
                HTML(.button, "", ["Next"]).with(.type, "button").with(.id, "page-on"),
            ])
        let list = HTML(.ul, "gallery").with(.id, "gallery").with(.role, "listbox").with(.tabindex, "0")
            .with(.ariaLabel, "Images; arrow keys choose").with(.ariaControls, "answer")
        let answer = HTML(.div, "answer").with(.id, "answer").with(.ariaLive, "polite")
        return HTML(
            .div, "chooser",
            [HTML(.p, "lead", lead), filters, HTML(.div, "panes", [HTML(.div, "", [list, pager]), answer])]
        ).with(.id, "chooser")
    }

    /// The combinations of predicates that occur most, each with its justification.
    private func patterns(_ run: ReportRun) -> HTML {
        let contents = run.contents
        var counts = [Int](repeating: 0, count: contents.patterns.count)
        var classes = [[Int: Int]](repeating: [:], count: contents.patterns.count)
        for image in contents.images {
            counts[image.pattern] += 1
            classes[image.pattern][image.classIndex, default: 0] += 1
        }
        let order = counts.indices.filter { counts[$0] > 0 }.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
        let shown = order.prefix(Limits.explainedPatterns)
        let items = shown.map { pattern -> HTML in
            let share = (Double(counts[pattern]) / Double(contents.images.count)).percent
            let ranked = classes[pattern].sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            var words = " (\(share)): "
            words += ranked.prefix(3).map { "\($0.value.grouped) \(contents.classes[$0.key])" }.joined(separator: ", ")
            if ranked.count > 3 { words += " and \((ranked.count - 3).counting("other class", "other classes"))" }
            let count = HTML(.b, "", [.text(counts[pattern].counting("image"))])
            return HTML(.li, "", [HTML(.p, "count", [count, .text(words)])] + run.justification(of: pattern))
        }
        let covered = shown.reduce(0) { $0 + counts[$1] }
        let title =
            order.count <= shown.count
            ? "All justifications"
            : "The \(shown.count) most frequent justifications of \(order.count.grouped), for "
                + "\((Double(covered) / Double(max(1, contents.images.count))).percent) of the images"
        return .details([.text(title)], [HTML(.ol, "patterns", items)])
    }
}

extension ThumbnailSheets {
    /// Where the sheet stands behind a thumbnail, in percent of what it can be moved.
    fileprivate func position(of index: Int) -> (x: Double, y: Double) {
        let rows = sheets[index / perSheet].height / side
        let place = index % perSheet
        return (
            columns == 1 ? 0 : Double(place % columns) / Double(columns - 1) * 100,
            rows == 1 ? 0 : Double(place / columns) / Double(rows - 1) * 100
        )
    }
}
