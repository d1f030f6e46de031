extension SVGElement {
    public static func group(_ children: [SVGElement]) -> SVGElement { SVGElement("g", children: children) }

    /// A group whose origin lies elsewhere.
    public static func group(x: Double, y: Double, _ children: [SVGElement]) -> SVGElement {
        SVGElement("g", children: children).with("transform", "translate(\(x.shortDecimal) \(y.shortDecimal))")
    }

    public static func rectangle(
        x: Double, y: Double, width: Double, height: Double, corner: Double = 0
    ) -> SVGElement {
        let shape = SVGElement("rect").with("x", x).with("y", y).with("width", width).with("height", height)
        return corner > 0 ? shape.with("rx", corner) : shape
    }

    public static func line(x1: Double, y1: Double, x2: Double, y2: Double) -> SVGElement {
        SVGElement("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2)
    }

    public static func circle(x: Double, y: Double, radius: Double) -> SVGElement {
        SVGElement("circle").with("cx", x).with("cy", y).with("r", radius)
    }

    public static func path(_ path: SVGPath) -> SVGElement { SVGElement("path").with("d", path.text) }

    /// A line of text on the baseline `y`.
    public static func text(
        _ text: String, x: Double, y: Double, size: Double = 12, anchor: TextAnchor = .start, isBold: Bool = false
    ) -> SVGElement {
        var element = SVGElement("text", content: text).with("x", x).with("y", y).with("font-size", size)
        if anchor != .start { element = element.with("text-anchor", anchor.rawValue) }
        if isBold { element = element.with("font-weight", "600") }
        return element.filled(.ink)
    }

    public enum TextAnchor: String, Sendable, Hashable { case start, middle, end }

    /// A line of text that is no wider than `width`: what is too long ends in an ellipsis, and shows whole under the
    /// pointer.
    public static func text(
        _ text: String, x: Double, y: Double, size: Double = 12, anchor: TextAnchor = .start, isBold: Bool = false,
        fitting width: Double
    ) -> SVGElement {
        let short = TextWidth.shortened(text, to: width, size: size, isBold: isBold)
        let element = SVGElement.text(short, x: x, y: y, size: size, anchor: anchor, isBold: isBold)
        return short == text ? element : element.titled(text)
    }

    /// A PNG file inside the picture, its pixels drawn as squares.
    public static func image(png: [UInt8], x: Double, y: Double, width: Double, height: Double) -> SVGElement {
        SVGElement("image").with("x", x).with("y", y).with("width", width).with("height", height)
            .with("image-rendering", "pixelated").with("href", "data:image/png;base64," + Base64.encode(png))
    }

    /// A link to a file beside the picture.
    public static func link(to target: String, _ children: [SVGElement]) -> SVGElement {
        SVGElement("a", children: children).with("href", target).with("target", "_top")
    }
}
