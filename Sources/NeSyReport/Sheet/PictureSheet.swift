import NeSyFormats
import NeSyTensor

/// Pictures with text beside them on white ground, that can be had as SVG and as pixels. Lengths are pixels.
struct PictureSheet: Sendable, Hashable {
    enum Item: Sendable, Hashable {
        case image(RasterImage, x: Int, y: Int)
        /// A line of text on the baseline `y`, cut where it is wider than `width`.
        case text(String, x: Int, y: Int, size: Int, isBold: Bool, paint: Paint, width: Int)
        case line(x1: Int, y1: Int, x2: Int, y2: Int, paint: Paint)
    }

    var width: Int
    var height: Int
    /// What the sheet is called, and what it shows, for those who do not see it.
    var title: String
    var summary: String
    /// From back to front.
    private(set) var items: [Item] = []

    init(width: Int, title: String, summary: String) {
        self.width = width
        height = 0
        self.title = title
        self.summary = summary
    }

    mutating func add(_ image: RasterImage, x: Int, y: Int) { items.append(.image(image, x: x, y: y)) }

    mutating func add(
        _ text: String, x: Int, y: Int, size: Int, isBold: Bool = false, _ paint: Paint = .ink, width: Int
    ) {
        items.append(.text(text, x: x, y: y, size: size, isBold: isBold, paint: paint, width: width))
    }

    mutating func addRule(x: Int, y: Int, width: Int) {
        items.append(.line(x1: x, y1: y, x2: x + width, y2: y, paint: .faint))
    }

    /// The sheet as a file: SVG or PNG, by its ending.
    func file(_ name: String, _ format: PictureFormat) throws(NeSyError) -> PictureFile {
        switch format {
        case .svg: try svg().file(name)
        case .png: PictureFile(name: name, bytes: try PNG.encode(image()))
        }
    }
}
