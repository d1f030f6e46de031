import NeSyFormats
import NeSyTensor

extension CascadeDiagram {
    /// The diagram as an SVG file. Edges and boxes have the colour of a class where only that class leads to them.
    /// - Throws: an internal failure when memory runs out.
    public func picture(name: String = "cascade.svg") throws(NeSyError) -> PictureFile {
        let shown = usedClasses
        let places = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($0.element, $0.offset) })
        let edges = levels.enumerated().map { index, level in
            level.rules.enumerated().flatMap { place, rule in
                rule.heads.map { (from: index == 0 ? places[$0] ?? 0 : $0, to: place) }
            }
        }
        let sizes =
            [shown.map { (CascadeDiagram.boxWidth(classes[$0], emblem: 0), 26.0) }]
            + levels.map { level in
                level.rules.map { rule in
                    (CascadeDiagram.boxWidth(rule.label, emblem: rule.emblemSide), max(26, rule.emblemSide + 8))
                }
            }
        let layout = CascadeLayout(sizes: sizes, edges: edges)
        let owners = [shown.map { Optional($0) }] + onlyClasses
        func paint(_ column: Int, _ node: Int) -> Paint {
            guard let owner = owners[column][node] else { return .muted }
            return .colour(Palette.categories[(places[owner] ?? 0) % Palette.categories.count])
        }
        let (left, top) = (24.0, 104.0)
        let title = "Rules from \(classLayer) to \(levels.last { !$0.rules.isEmpty }?.layer ?? classLayer)"
        let subtitle = subtitle(shown.count)
        let width = max(layout.width, TextWidth.estimate(subtitle, size: 12))
        var elements: [SVGElement] = [
            .text(title, x: left, y: 34, size: 18, isBold: true, fitting: width),
            .text(subtitle, x: left, y: 54).filled(.muted),
        ]
        for (column, layer) in ([classLayer] + levels.map(\.layer)).enumerated() {
            guard let box = layout.boxes[column].first else { continue }
            elements.append(
                .text(
                    layer, x: left + box.x + box.width / 2, y: top - 18, size: 13, anchor: .middle, isBold: true,
                    fitting: box.width + 60))
        }
        var content: [SVGElement] = []
        for (column, level) in levels.enumerated() {
            for (place, rule) in level.rules.enumerated() {
                let curves = rule.heads.map { head -> SVGElement in
                    let node = column == 0 ? places[head] ?? 0 : head
                    return curve(layout.boxes[column][node], layout.boxes[column + 1][place])
                        .stroked(paint(column, node), width: 1 + 2 * rule.clampedStrength)
                }
                content.append(
                    SVGElement.group(curves).filled(.none).with("stroke-opacity", 0.7).titled(rule.tooltip))
            }
        }
        for (place, index) in shown.enumerated() {
            content.append(try box(classes[index], classes[index], nil, layout.boxes[0][place], paint(0, place)))
        }
        for (column, level) in levels.enumerated() {
            for (place, rule) in level.rules.enumerated() {
                content.append(
                    try box(
                        rule.label, rule.tooltip, rule.emblem, layout.boxes[column + 1][place], paint(column + 1, place)
                    ))
            }
        }
        elements.append(.group(x: left, y: top, content))
        return SVGDocument(
            width: width + 2 * left, height: top + layout.height + 24, title: title, summary: subtitle,
            elements: elements
        ).file(name)
    }

    private func subtitle(_ shown: Int) -> String {
        let count = levels.reduce(0) { $0 + $1.rules.count }
        let rules = count == 1 ? "1 rule" : "\(count) rules"
        let colours = Palette.categories.count
        let recurrence = shown > colours ? ", of which there are \(colours) that recur" : ""
        let absent = classes.count - shown
        let rest = absent == 0 ? "" : absent == 1 ? " 1 class is in no rule." : " \(absent) classes are in no rule."
        return "\(rules). What only one class leads to has its colour\(recurrence); what several share is grey.\(rest)"
    }

    private static func boxWidth(_ label: String, emblem: Double) -> Double {
        min(210, TextWidth.estimate(label, size: 12)) + 18 + (emblem > 0 ? emblem + 8 : 0)
    }

    private func curve(_ from: CascadeLayout.Box, _ to: CascadeLayout.Box) -> SVGElement {
        var path = SVGPath()
        let (start, end) = (from.x + from.width, to.x)
        let bend = (end - start) * 0.5
        path.move(to: start, from.middle)
        path.curve(
            to: end, to.middle, leaving: start + bend, from.middle, arriving: end - bend, to.middle)
        return .path(path)
    }

    private func box(
        _ label: String, _ tooltip: String, _ emblem: Emblem?, _ box: CascadeLayout.Box, _ paint: Paint
    ) throws(NeSyError) -> SVGElement {
        var inside = [
            SVGElement.rectangle(x: 0, y: 0, width: box.width, height: box.height, corner: 5).filled(.panel)
                .stroked(paint, width: 1.5)
        ]
        var textLeft = 9.0
        if let emblem {
            inside.append(try draw(emblem, x: 5, y: 4))
            textLeft += emblem.side + 4
        }
        let short = TextWidth.shortened(label, to: box.width - textLeft - 6, size: 12)
        inside.append(.text(short, x: textLeft, y: box.height / 2 + 4.2))
        return SVGElement.group(x: box.x, y: box.y, inside).titled(tooltip)
    }

    private func draw(_ emblem: Emblem, x: Double, y: Double) throws(NeSyError) -> SVGElement {
        let side = emblem.side
        switch emblem {
        case .picture(let image):
            let scale = side / Double(max(image.width, image.height))
            return .image(
                png: try PNG.encode(image), x: x, y: y, width: Double(image.width) * scale,
                height: Double(image.height) * scale)
        case .positions(let positions, let height, let width):
            let cell = side / Double(max(height, width))
            var path = SVGPath()
            // Never so small that a single unit is overlooked.
            let dot = max(cell, 2.5)
            for position in Set(positions).sorted() {
                path.addRectangle(
                    x: (Double(position % width) + 0.5) * cell - dot / 2,
                    y: (Double(position / width) + 0.5) * cell - dot / 2, width: dot, height: dot)
            }
            return .group(
                x: x, y: y,
                [
                    .rectangle(x: 0, y: 0, width: cell * Double(width), height: cell * Double(height)).filled(.paper)
                        .stroked(.faint),
                    .path(path).filled(.ink),
                ])
        }
    }
}

extension CascadeDiagram.Emblem {
    /// Pixels that its longer side takes.
    var side: Double {
        switch self {
        case .positions: 36
        case .picture: 48
        }
    }
}

extension CascadeDiagram.Rule {
    fileprivate var emblemSide: Double { emblem?.side ?? 0 }
    fileprivate var tooltip: String { detail.isEmpty ? label : "\(label)\n\(detail)" }
}
