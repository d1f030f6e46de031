import NeSyFormats
import NeSyTensor

/// The images that excite a filter most, each above its heat map: what people look at to say what a filter stands for.
public struct ContactSheet: Sendable, Hashable {
    /// One image.
    public struct Tile: Sendable, Hashable {
        let plain: RasterImage
        /// With the filter's map.
        let heat: RasterImage
        /// The filter's norm on it.
        public var norm: Float
        /// Its class.
        public var className: String
        /// Its name in the data set: `train/kitchen/0017.png`.
        public var name: String

        /// Draws the image, so that a sheet does not hold the photos themselves.
        /// - Precondition: the norm is finite.
        public init(_ picture: ActivationPicture, norm: Float, className: String, name: String) {
            precondition(norm.isFinite)
            plain = picture.plain(side: ContactSheet.side)
            heat = picture.heat(side: ContactSheet.side)
            self.norm = norm
            self.className = className
            self.name = name
        }
    }

    /// As the rules call it: `f17`.
    public var filter: String
    public var threshold: Float
    /// The rules that speak of it.
    public var rules: [String]
    /// The strongest first.
    public var tiles: [Tile]

    /// - Precondition: the threshold is finite.
    public init(filter: String, threshold: Float, rules: [String], tiles: [Tile]) {
        precondition(threshold.isFinite)
        self.filter = filter
        self.threshold = threshold
        self.rules = rules
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
    private static let mostRules = 4

    private var lines: [String] {
        var lines = ["present from a norm of \(threshold.threeDigits) on"]
        lines += rules.prefix(Self.mostRules)
        if rules.isEmpty { lines.append("in no rule") }
        if rules.count > Self.mostRules { lines.append("and \(rules.count - Self.mostRules) more rules") }
        lines.append("Below each image the filter's map on it; the line is where it has half of its largest value.")
        return lines
    }

    func sheet() -> PictureSheet {
        let (margin, gap, side) = (Self.margin, Self.gap, Self.side)
        let across = min(Self.columns, max(tiles.count, 3))
        let inside = across * (side + gap) - gap
        var sheet = PictureSheet(
            width: inside + 2 * margin, title: "Filter \(filter)", summary: lines.joined(separator: "; "))
        sheet.add(sheet.title, x: margin, y: margin + 18, size: 22, isBold: true, width: inside)
        var y = margin + 28
        for line in lines {
            y += Self.lineHeight + 2
            sheet.add(line, x: margin, y: y, size: 14, .muted, width: inside)
        }
        y += 20
        for start in stride(from: 0, to: tiles.count, by: across) {
            let row = tiles[start..<min(start + across, tiles.count)]
            let height = row.reduce(0) { max($0, $1.plain.height) }
            for (place, tile) in row.enumerated() {
                let x = margin + place * (side + gap)
                let below = y + 2 * height + 4
                sheet.add(tile.plain, x: x, y: y)
                sheet.add(tile.heat, x: x, y: y + height + 4)
                sheet.add(
                    "\(tile.norm.threeDigits)  \(tile.className)", x: x, y: below + Self.lineHeight, size: 14,
                    isBold: true, width: side)
                sheet.add(tile.name, x: x, y: below + 2 * Self.lineHeight, size: 12, .muted, width: side)
            }
            y += 2 * height + 4 + 2 * Self.lineHeight + 26
        }
        sheet.height = y - 26 + margin
        return sheet
    }
}
