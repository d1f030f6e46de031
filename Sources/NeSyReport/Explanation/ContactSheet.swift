import NeSyFormats
import NeSyTensor

/// The images that excite a filter most, each above its heat map: what people look at to say what a filter stands for.
public struct ContactSheet: Sendable, Hashable {
    /// One image.
    public struct Tile: Sendable, Hashable {
        public var picture: ActivationPicture
        /// What stands below, a line each.
        public var lines: [String]

        public init(_ picture: ActivationPicture, lines: [String]) {
            self.picture = picture
            self.lines = lines
        }
    }

    public var title: String
    /// What is known about the filter, a line each.
    public var lines: [String]
    /// The strongest first.
    public var tiles: [Tile]

    public init(title: String, lines: [String], tiles: [Tile]) {
        self.title = title
        self.lines = lines
        self.tiles = tiles
    }

    /// The sheet as a file. SVG holds text as text; PNG has it drawn, without accents.
    /// - Throws: an internal failure when memory runs out.
    public func file(_ name: String, _ format: PictureFormat) throws(NeSyError) -> PictureFile {
        try sheet().file(name, format)
    }

    private static let margin = 28
    private static let gap = 16
    private static let side = 192
    private static let columns = 5
    private static let lineHeight = 18

    func sheet() -> PictureSheet {
        let (margin, gap, side) = (Self.margin, Self.gap, Self.side)
        let across = min(Self.columns, max(tiles.count, 3))
        let inside = across * (side + gap) - gap
        var sheet = PictureSheet(
            width: inside + 2 * margin, title: title, summary: (lines + tiles.flatMap(\.lines)).joined(separator: "; "))
        sheet.add(title, x: margin, y: margin + 18, size: 22, isBold: true, width: inside)
        var y = margin + 28
        for line in lines {
            y += Self.lineHeight + 2
            sheet.add(line, x: margin, y: y, size: 14, .muted, width: inside)
        }
        y += 18
        for start in stride(from: 0, to: tiles.count, by: across) {
            let row = tiles[start..<min(start + across, tiles.count)]
            let height = row.reduce(0) { max($0, $1.picture.photo.extents(fitting: side).height) }
            for (place, tile) in row.enumerated() {
                let x = margin + place * (side + gap)
                sheet.add(tile.picture.plain(side: side), x: x, y: y)
                sheet.add(tile.picture.heat(side: side, showsField: true), x: x, y: y + height + 4)
                for (number, text) in tile.lines.enumerated() {
                    sheet.add(
                        text, x: x, y: y + 2 * height + 4 + (number + 1) * Self.lineHeight, size: 13,
                        number == 0 ? .ink : .muted, width: side)
                }
            }
            y += 2 * height + 4 + (row.map(\.lines.count).max() ?? 0) * Self.lineHeight + 24
        }
        sheet.height = y - 24 + margin
        return sheet
    }
}
