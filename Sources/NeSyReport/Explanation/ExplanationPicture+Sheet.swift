import NeSyFormats

extension ExplanationPicture {
    private static let margin = 28
    private static let gap = 20
    private static let photoSide = 300
    private static let tileSide = 208
    /// Tiles beside each other.
    private static let most = 4
    private static let lineHeight = 19

    /// The photo at the left, what decided beside it.
    func sheet() -> PictureSheet {
        let (margin, gap, side) = (Self.margin, Self.gap, Self.tileSide)
        let across = min(Self.most, max(2, sections.map(\.tiles.count).max() ?? 0))
        let left = margin + Self.photoSide + 2 * gap
        let width = left + across * (side + gap) - gap + margin
        var sheet = PictureSheet(
            width: width, title: title,
            summary: (lines + sections.flatMap { [$0.title] + $0.tiles.flatMap { [$0.title] + $0.lines } }).joined(
                separator: "; "))
        sheet.add(title, x: margin, y: margin + 18, size: 22, isBold: true, width: width - 2 * margin)
        var top = margin + 28
        for line in lines {
            top += Self.lineHeight + 2
            sheet.add(line, x: margin, y: top, size: 15, width: width - 2 * margin)
        }
        top += 18
        sheet.addRule(x: margin, y: top, width: width - 2 * margin)
        top += 14

        let bottom = addSections(to: &sheet, x: left, y: top, across: across)
        let photo = photo.extents(fitting: Self.photoSide)
        sheet.add(self.photo.resized(width: photo.width, height: photo.height), x: margin, y: top + 10)
        let below = addKey(to: &sheet, x: margin, y: top + 10 + photo.height + 24)
        sheet.height = max(bottom, below) + margin
        return sheet
    }

    private func addSections(to sheet: inout PictureSheet, x left: Int, y: Int, across: Int) -> Int {
        let (gap, side, line) = (Self.gap, Self.tileSide, Self.lineHeight)
        let width = across * (side + gap) - gap
        var y = y
        for (index, section) in sections.enumerated() {
            if index > 0 { y += 22 }
            sheet.add(section.title, x: left, y: y + 20, size: 16, isBold: true, width: width)
            y += 34
            for start in stride(from: 0, to: section.tiles.count, by: across) {
                let row = section.tiles[start..<min(start + across, section.tiles.count)]
                let images = row.map {
                    $0.picture.heat(side: side, style: $0.isPresent ? .present : .absent, showsField: $0.isPresent)
                }
                let height = images.reduce(0) { max($0, $1.height) }
                for (place, (tile, image)) in zip(row, images).enumerated() {
                    let x = left + place * (side + gap)
                    sheet.add(image, x: x, y: y)
                    sheet.add(
                        tile.title, x: x, y: y + height + line + 2, size: 15, isBold: true,
                        tile.isPresent ? .ink : .muted, width: side)
                    for (number, text) in tile.lines.enumerated() {
                        sheet.add(text, x: x, y: y + height + (number + 2) * line + 3, size: 13, .muted, width: side)
                    }
                }
                y += height + (2 + (row.map(\.lines.count).max() ?? 0)) * line + 6
            }
            if let note = section.note {
                sheet.add(note, x: left, y: y + 14, size: 13, .muted, width: width)
                y += 24
            }
        }
        return y
    }

    /// What colours and lines mean.
    private func addKey(to sheet: inout PictureSheet, x: Int, y: Int) -> Int {
        guard sections.contains(where: { !$0.tiles.isEmpty }) else { return y }
        let (width, height) = (Self.photoSide, 12)
        let colours = (0..<height).flatMap { _ in
            (0..<width).flatMap { column in
                let colour = HeatScale.colour(Float(column) / Float(width - 1))
                return (0..<3).map { UInt8(colour[$0].rounded()) }
            }
        }
        sheet.add(RasterImage(width: width, height: height, channels: 3, colours), x: x, y: y)
        var y = y + height
        let hasAbsent = sections.contains { $0.tiles.contains { !$0.isPresent } }
        let notes =
            [
                ["how strongly the filter answers, up to its", "largest value on this image"],
                ["line: at least half of that value", "dashes: all that its strongest place sees"],
                ["numbers: norm of the map, and threshold"],
            ] + (hasAbsent ? [["faint: below the threshold"]] : [])
        for note in notes {
            for text in note {
                y += 18
                sheet.add(text, x: x, y: y, size: 13, .muted, width: width)
            }
            y += 6
        }
        return y
    }
}
