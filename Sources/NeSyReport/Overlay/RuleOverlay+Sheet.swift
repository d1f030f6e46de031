import NeSyFormats
import NeSyTensor

extension RuleOverlay {
    /// The filters below each other, classes across: an overview whose rows lead to the pictures of the filters. Many
    /// filters make several sheets.
    /// - Throws: an internal failure when memory runs out.
    public func sheets(of filters: [Int]) throws(NeSyError) -> [PictureFile] {
        let pages = stride(from: 0, to: filters.count, by: RuleOverlay.filtersOnASheet).map {
            Array(filters[$0..<min($0 + RuleOverlay.filtersOnASheet, filters.count)])
        }
        var files: [PictureFile] = []
        for (index, page) in pages.enumerated() {
            let name = pages.count == 1 ? "index" : "index-\(index + 1)"
            let part = pages.count == 1 ? "" : ", sheet \(index + 1) of \(pages.count)"
            files.append(try sheet(of: page, title: "Rules in \(layer)\(part)").file("\(layer.asFileName)-\(name).svg"))
        }
        return files
    }

    static let filtersOnASheet = 40

    private func sheet(of filters: [Int], title: String) throws(NeSyError) -> SVGDocument {
        let all = filters.flatMap { parts(in: $0) }
        let shown = shownClasses(all)
        let cell = max(1, (shown.count <= 12 ? 96 : 72) / max(width, height))
        let (panelWidth, panelHeight) = (Double(cell * width), Double(cell * height))
        let (gap, left, margin) = (6.0, 110.0, 24.0)
        let across = left + Double(shown.count) * (panelWidth + gap)
        var elements: [SVGElement] = [
            .text(title, x: margin, y: 34, size: 18, isBold: true),
            .text(
                "A row per filter, a column per class. Each row has its own scale and colours; a click opens the "
                    + "filter.\(whichClasses(all))",
                x: margin, y: 54, fitting: across).filled(.muted),
        ]
        for (place, index) in shown.enumerated() {
            elements.append(
                .text(
                    classes[index], x: margin + left + Double(place) * (panelWidth + gap) + panelWidth / 2, y: 80,
                    size: 11, anchor: .middle, isBold: true, fitting: panelWidth + gap - 2))
        }
        var y = 88.0
        for filter in filters {
            let parts = parts(in: filter)
            let marked = parts.count { $0.mark != nil }
            let rules = parts.count == 1 ? "1 rule" : "\(parts.count) rules"
            let row = try strip(filter, parts, shown, cell: cell, gap: Int(gap))
            elements.append(
                .link(
                    to: fileName(of: filter),
                    [
                        .text("filter \(filter)", x: margin, y: y + panelHeight / 2, isBold: true),
                        .text(
                            marked < parts.count ? "\(rules), \(marked) shown" : rules, x: margin,
                            y: y + panelHeight / 2 + 15, size: 11
                        ).filled(.muted),
                        .image(
                            png: try PNG.encode(row), x: margin + left - gap, y: y - gap, width: Double(row.width),
                            height: Double(row.height)),
                    ]))
            y += panelHeight + gap
        }
        return SVGDocument(
            width: across + 2 * margin, height: y + margin, title: title,
            summary: "\(filters.count) filters by \(shown.count) classes.", elements: elements)
    }

    /// The panels of one filter as an image.
    private func strip(
        _ filter: Int, _ parts: [Part], _ shown: [Int], cell: Int, gap: Int
    ) throws(NeSyError) -> RasterImage {
        let maps = shown.map { map(of: $0, filter: filter) }
        let (low, high) = range(maps)
        let tiles = zip(shown, maps).map { index, map in
            var colours = map.map { Palette.grey(($0 - low) / (high > low ? high - low : 1)) }
            for part in parts where part.rule.classes.contains(index) {
                guard let mark = part.mark else { continue }
                for position in part.positions { colours[position] = mark.colour }
            }
            return RasterImage(width: width, height: height, channels: 3, colours.flatMap(\.channels))
                .enlarged(by: cell)
        }
        return Montage(tiles, columns: max(1, tiles.count), gap: gap, ground: Colour(red: 225, green: 229, blue: 233))
            .image()
    }
}
