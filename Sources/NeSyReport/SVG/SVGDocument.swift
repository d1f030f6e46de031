/// A whole SVG picture: its size in pixels, what it shows in words, and its elements from back to front. It needs no
/// other file, and follows the viewer's light or dark theme.
public struct SVGDocument: Sendable, Hashable {
    public var width: Double
    public var height: Double
    /// What the picture is called; shown as its tooltip and read aloud.
    public var title: String
    /// What it shows, for readers who do not see it.
    public var summary: String
    public var elements: [SVGElement]

    public init(width: Double, height: Double, title: String, summary: String, elements: [SVGElement]) {
        self.width = width
        self.height = height
        self.title = title
        self.summary = summary
        self.elements = elements
    }

    static let fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', 'Liberation Sans', sans-serif"

    /// The file.
    public var text: String {
        var out = ""
        let ground = SVGElement.rectangle(x: 0, y: 0, width: width, height: height).filled(.paper)
        SVGElement(
            "svg",
            children: [
                SVGElement("title", content: title), SVGElement("desc", content: summary),
                SVGElement("style", content: SVGDocument.style), ground,
            ] + elements
        )
        .with("xmlns", "http://www.w3.org/2000/svg")
        .with("width", width).with("height", height)
        .with("viewBox", "0 0 \(width.shortDecimal) \(height.shortDecimal)")
        .with("role", "img").with("font-family", SVGDocument.fonts)
        .write(to: &out)
        return out + "\n"
    }

    /// The picture for use within a page that has the colours of every ``Role`` in its own style sheet, on the page's
    /// ground. There are no ids in it that could collide with others.
    var inline: SVGElement {
        SVGElement("svg", children: elements)
            .with("width", width).with("height", height)
            .with("viewBox", "0 0 \(width.shortDecimal) \(height.shortDecimal)")
            .with("role", "img").with("aria-label", summary.isEmpty ? title : "\(title). \(summary)")
    }

    public func file(_ name: String) -> PictureFile { PictureFile(name: name, bytes: Array(text.utf8)) }

    /// One rule for every ``Role``, as fill and as stroke, on a light and on a dark ground.
    private static let style =
        Role.paintRules { $0.light.hex } + "@media(prefers-color-scheme:dark){" + Role.paintRules { $0.dark.hex } + "}"
}
