import NeSyFormats
import NeSyTensor

/// What groups of neurons look for: in a row for every group its prototype, those of its single neurons, and images
/// that excite it most (Fischer, Olah and Vreeken, "What's in the Box?", figures 4, 12 to 15 and 18).
public struct PrototypeSheet: Sendable, Hashable {
    /// An image and what stands below it.
    public struct Tile: Sendable, Hashable {
        public var image: RasterImage
        public var label: String

        /// - Precondition: 8 bits a sample.
        public init(_ image: RasterImage, label: String) {
            precondition(image.bitsPerSample == 8)
            self.image = image
            self.label = label
        }
    }

    public struct Row: Sendable, Hashable {
        /// The rule: `shirt or coat -> 2 of {relu3_17, relu3_40}`.
        public var title: String
        /// What is said besides, in weaker print.
        public var detail: String
        public var group: Tile
        public var neurons: [Tile]
        /// Neurons of the group, with or without a tile.
        public var neuronsInAll: Int
        public var examples: [Tile]

        public init(
            title: String, detail: String = "", group: Tile, neurons: [Tile] = [], neuronsInAll: Int? = nil,
            examples: [Tile] = []
        ) {
            self.title = title
            self.detail = detail
            self.group = group
            self.neurons = neurons
            self.neuronsInAll = neuronsInAll ?? neurons.count
            self.examples = examples
        }
    }

    public var title: String
    public var rows: [Row]

    static let mostNeurons = 8
    static let mostExamples = 6
    static let rowsOnASheet = 30

    public init(title: String, rows: [Row]) {
        self.title = title
        self.rows = rows
    }

    /// Labelled sheets (`NAME.svg`) and the images alone (`NAME.png`), with numbers where there are many rows.
    /// - Throws: an internal failure when memory runs out.
    public func files(name: String) throws(NeSyError) -> [PictureFile] {
        let pages = stride(from: 0, to: rows.count, by: PrototypeSheet.rowsOnASheet).map {
            Array(rows[$0..<min($0 + PrototypeSheet.rowsOnASheet, rows.count)])
        }
        var files: [PictureFile] = []
        for (index, page) in pages.enumerated() {
            let suffix = pages.count == 1 ? "" : "-\(index + 1)"
            files.append(try picture(page).file("\(name.asFileName)\(suffix).svg"))
            files.append(PictureFile(name: "\(name.asFileName)\(suffix).png", bytes: try PNG.encode(montage(page))))
        }
        return files
    }

    /// The sections of a sheet: what they are called and the tiles that a row has for them.
    private static let sections: [(name: String, tiles: @Sendable (Row) -> [Tile])] = [
        ("whole group", { [$0.group] }), ("single neurons", { Array($0.neurons.prefix(mostNeurons)) }),
        ("images that excite the group most", { Array($0.examples.prefix(mostExamples)) }),
    ]

    /// One row of tiles for every group; sections stand below each other in columns.
    private func montage(_ rows: [Row]) -> RasterImage {
        let widths = PrototypeSheet.sections.map { section in rows.reduce(0) { max($0, section.tiles($1).count) } }
        let tiles = rows.flatMap { row in
            zip(PrototypeSheet.sections, widths).flatMap { section, width -> [RasterImage?] in
                let images = section.tiles(row).map { Optional(PrototypeSheet.sized($0.image)) }
                return images + [RasterImage?](repeating: nil, count: width - images.count)
            }
        }
        return Montage(tiles, columns: max(1, widths.reduce(0, +)), gap: 4).image()
    }

    /// Small images enlarged, large ones reduced, by whole factors, to about a hundred pixels.
    private static func sized(_ image: RasterImage) -> RasterImage {
        let side = max(image.width, image.height)
        return side > 128 ? image.reduced(by: (side + 127) / 128) : image.enlarged(by: max(1, 96 / side))
    }

    private func picture(_ rows: [Row]) throws(NeSyError) -> SVGDocument {
        let (margin, gap, sectionGap) = (24.0, 8.0, 28.0)
        let tiles = rows.flatMap { row in PrototypeSheet.sections.flatMap { $0.tiles(row) } }
        let images = tiles.map { PrototypeSheet.sized($0.image) }
        let tileWidth = Double(images.reduce(1) { max($0, $1.width) })
        let tileHeight = Double(images.reduce(1) { max($0, $1.height) })
        var lefts: [Double] = []
        var x = margin
        var headings: [SVGElement] = []
        for section in PrototypeSheet.sections {
            let count = rows.reduce(0) { max($0, section.tiles($1).count) }
            lefts.append(x)
            guard count > 0 else { continue }
            let width = Double(count) * (tileWidth + gap) - gap
            headings.append(.text(section.name, x: x, y: 62, size: 11, fitting: max(width, 90)).filled(.muted))
            x += width + sectionGap
        }
        let width = max(480, x - sectionGap + margin)
        let inside = width - 2 * margin
        var elements = [SVGElement.text(title, x: margin, y: 34, size: 18, isBold: true, fitting: inside)] + headings
        var y = 76.0
        for row in rows {
            elements.append(.line(x1: margin, y1: y, x2: width - margin, y2: y).stroked(.faint))
            elements.append(.text(row.title, x: margin, y: y + 20, isBold: true, fitting: inside))
            let hidden = row.neurons.isEmpty ? 0 : row.neuronsInAll - min(row.neurons.count, PrototypeSheet.mostNeurons)
            let detail = [row.detail, hidden > 0 ? "\(hidden) more neurons are not shown" : ""].filter { !$0.isEmpty }
            elements.append(
                .text(detail.joined(separator: "; "), x: margin, y: y + 36, size: 11, fitting: inside).filled(.muted))
            for (section, left) in zip(PrototypeSheet.sections, lefts) {
                for (place, tile) in section.tiles(row).enumerated() {
                    let image = PrototypeSheet.sized(tile.image)
                    let (width, height) = (Double(image.width), Double(image.height))
                    let tileLeft = left + Double(place) * (tileWidth + gap)
                    elements.append(
                        .group(
                            x: tileLeft, y: y + 46,
                            [
                                .image(png: try PNG.encode(image), x: 0, y: 0, width: width, height: height),
                                .rectangle(x: -0.5, y: -0.5, width: width + 1, height: height + 1)
                                    .filled(.none).stroked(.faint),
                                .text(tile.label, x: 0, y: tileHeight + 14, size: 11, fitting: tileWidth)
                                    .filled(.muted),
                            ]))
                }
            }
            y += 46 + tileHeight + 28
        }
        return SVGDocument(
            width: width, height: y + 8, title: title,
            summary: rows.map { $0.title }.joined(separator: ". "), elements: elements)
    }
}
