import NeSyFormats
import NeSyTensor

extension RuleOverlay {
    /// One filter as an SVG file: its panels, a scale for the activations, and a legend of its rules.
    /// - Throws: an internal failure when memory runs out.
    public func picture(of filter: Int) throws(NeSyError) -> PictureFile {
        precondition((0..<filters).contains(filter))
        let parts = parts(in: filter)
        let shown = shownClasses(parts)
        let cell = min(14, max(1, (190 + width / 2) / width))
        let panel = Panel(width: Double(cell * width), height: Double(cell * height))
        let most = max(1, Int(1100 / (panel.width + Panel.gap)))
        // As even as it gets: ten panels are two rows of five.
        let rows = max(1, (shown.count + most - 1) / most)
        let columns = max(1, (shown.count + rows - 1) / rows)
        let legendWidth = max(460, Double(columns) * (panel.width + Panel.gap) - Panel.gap)
        var elements: [SVGElement] = [
            .text("\(layer), filter \(filter)", x: Panel.margin, y: 34, size: 18, isBold: true, fitting: legendWidth),
            .text(subtitle(parts), x: Panel.margin, y: 54, fitting: legendWidth).filled(.muted),
        ]
        let maps = shown.map { map(of: $0, filter: filter) }
        let (low, high) = range(maps)
        var y = 76.0
        for (place, index) in shown.enumerated() {
            let x = Panel.margin + Double(place % columns) * (panel.width + Panel.gap)
            if place > 0, place % columns == 0 { y += panel.height + Panel.heading }
            let image = try greyMap(maps[place], low, high).enlarged(by: cell)
            elements.append(
                .group(
                    x: x, y: y,
                    [
                        .text(classes[index], x: 0, y: 11, isBold: true, fitting: panel.width),
                        .image(png: try PNG.encode(image), x: 0, y: 18, width: panel.width, height: panel.height),
                        .rectangle(x: -0.5, y: 17.5, width: panel.width + 1, height: panel.height + 1)
                            .filled(.none).stroked(.faint),
                    ] + overlay(parts.filter { $0.rule.classes.contains(index) }, cell: Double(cell))))
        }
        y += panel.height + Panel.heading + 6
        elements.append(scale(low, high, x: Panel.margin, y: y))
        y += 50
        let (legend, legendHeight) = RuleOverlay.legend(parts, x: Panel.margin, y: y, width: legendWidth)
        elements += legend
        return SVGDocument(
            width: legendWidth + 2 * Panel.margin, height: y + legendHeight + Panel.margin,
            title: "Rules in \(layer), filter \(filter)", summary: summary(parts), elements: elements
        ).file(fileName(of: filter))
    }

    struct Panel {
        static let gap = 18.0
        static let margin = 24.0
        /// From the lower edge of a panel to that of the heading above the next.
        static let heading = 38.0
        var width: Double
        var height: Double
    }

    private func subtitle(_ parts: [Part]) -> String {
        let units = Set(parts.flatMap(\.positions)).count
        let rules = parts.count == 1 ? "1 rule uses" : "\(parts.count) rules use"
        let places = "\(units) of \(height) × \(width) positions (coloured)"
        return "Mean activation per class (grey). \(rules) \(places).\(whichClasses(parts))"
    }

    private func summary(_ parts: [Part]) -> String {
        let marked = parts.filter { $0.mark != nil }.map { "\($0.rule.label) (\($0.positions.count))" }
        let others = parts.count > marked.count ? ", and \(parts.count - marked.count) more" : ""
        return "Rules and their positions: " + marked.joined(separator: ", ") + others + "."
    }

    /// The ends of the scale: from 0, or from the lowest value where there are negative ones.
    func range(_ maps: [[Float]]) -> (low: Float, high: Float) {
        var (low, high): (Float, Float) = (0, 0)
        for map in maps {
            for value in map where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
        }
        return (low, high)
    }

    func greyMap(_ map: [Float], _ low: Float, _ high: Float) throws(NeSyError) -> RasterImage {
        let span = high > low ? high - low : 1
        return RasterImage(
            width: width, height: height, channels: 1, map.map { Palette.grey(($0 - low) / span).red })
    }

    /// The units of rules on the map of one class.
    private func overlay(_ parts: [Part], cell: Double) -> [SVGElement] {
        let inset = cell >= 5 ? 0.75 : 0
        var elements: [SVGElement] = []
        var dots = SVGPath()
        for part in parts {
            guard let mark = part.mark else {
                let dot = max(1, cell * 0.36)
                for position in part.positions {
                    dots.addRectangle(
                        x: (Double(position % width) + 0.5) * cell - dot / 2,
                        y: (Double(position / width) + 0.5) * cell - dot / 2, width: dot, height: dot)
                }
                continue
            }
            var path = SVGPath()
            for position in part.positions {
                mark.add(
                    to: &path, x: Double(position % width) * cell + inset, y: Double(position / width) * cell + inset,
                    side: cell - 2 * inset)
            }
            // A white rim keeps dark colours apart from dark maps.
            let shape = SVGElement.path(path).filled(.colour(mark.colour)).with("fill-rule", "evenodd")
                .stroked(.colour(Colour(0xFFFFFF)), width: inset).with("paint-order", "stroke")
            elements.append(SVGElement.group(x: 0, y: 18, [shape]).titled(part.rule.label))
        }
        if !dots.isEmpty {
            let shape = SVGElement.path(dots).filled(.colour(RuleOverlay.dotColour))
            elements.insert(.group(x: 0, y: 18, [shape]), at: 0)
        }
        return elements
    }

    private static let dotColour = Colour(0x6F8FAF)

    /// The bar that says which grey is how much.
    private func scale(_ low: Float, _ high: Float, x: Double, y: Double) -> SVGElement {
        let steps = 32
        let bars = (0..<steps).map { step in
            SVGElement.rectangle(x: Double(step) * 5, y: 0, width: 5.5, height: 10)
                .filled(.colour(Palette.grey(Float(step) / Float(steps - 1))))
        }
        let length = Double(steps) * 5
        return .group(
            x: x, y: y,
            bars + [
                .rectangle(x: -0.5, y: -0.5, width: length + 1.5, height: 11).filled(.none).stroked(.faint),
                .text(low.threeDigits, x: 0, y: 25, size: 11).filled(.muted),
                .text(high.threeDigits, x: length, y: 25, size: 11, anchor: .end).filled(.muted),
                .text("mean activation", x: length + 12, y: 10, size: 11).filled(.muted),
            ])
    }

    /// The rules with their marks, in columns, and how many have none.
    private static func legend(
        _ parts: [Part], x: Double, y: Double, width: Double
    ) -> (elements: [SVGElement], height: Double) {
        let marked = parts.filter { $0.mark != nil }
        let others = parts.filter { $0.mark == nil }
        let count = marked.count + (others.isEmpty ? 0 : 1)
        let columns = max(1, min(Int(width / 340), (count + 3) / 4))
        let rows = (count + columns - 1) / columns
        let columnWidth = width / Double(columns)
        let rowHeight = 34.0
        func entry(_ index: Int, _ swatch: SVGElement, _ label: String, _ detail: String) -> SVGElement {
            .group(
                x: x + Double(index / rows) * columnWidth, y: y + Double(index % rows) * rowHeight,
                [
                    swatch, .text(label, x: 22, y: 11, fitting: columnWidth - 40),
                    .text(detail, x: 22, y: 25, size: 10.5, fitting: columnWidth - 40).filled(.muted),
                ])
        }
        func positions(_ count: Int) -> String { count == 1 ? "1 position" : "\(count) positions" }
        var entries: [SVGElement] = []
        for (index, part) in marked.enumerated() {
            guard let mark = part.mark else { continue }
            var path = SVGPath()
            mark.add(to: &path, x: 0, y: 1, side: 13)
            let here = positions(part.positions.count) + " here"
            entries.append(
                entry(
                    index, .path(path).filled(.colour(mark.colour)).with("fill-rule", "evenodd"), part.rule.label,
                    part.rule.detail.isEmpty ? here : "\(here); \(part.rule.detail)"))
        }
        if !others.isEmpty {
            let dot = SVGElement.rectangle(x: 4, y: 5, width: 5, height: 5).filled(.colour(dotColour))
            let here = Set(others.flatMap(\.positions)).count
            let label = others.count == 1 ? "1 more rule" : "\(others.count) more rules"
            entries.append(entry(marked.count, dot, label, positions(here) + " here; those with the fewest"))
        }
        return (entries, Double(rows) * rowHeight)
    }
}
