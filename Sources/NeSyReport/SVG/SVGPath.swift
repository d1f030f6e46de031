/// The outline of a shape, in SVG's path language, with coordinates as short as they can be.
public struct SVGPath: Sendable, Hashable {
    public private(set) var text = ""

    public init() {}

    public var isEmpty: Bool { text.isEmpty }

    public mutating func move(to x: Double, _ y: Double) { text += "M\(x.shortDecimal) \(y.shortDecimal)" }
    public mutating func line(to x: Double, _ y: Double) { text += "L\(x.shortDecimal) \(y.shortDecimal)" }
    public mutating func close() { text += "z" }

    /// A cubic curve.
    public mutating func curve(
        to x: Double, _ y: Double, leaving firstX: Double, _ firstY: Double, arriving secondX: Double, _ secondY: Double
    ) {
        let numbers = [firstX, firstY, secondX, secondY, x, y].map(\.shortDecimal)
        text += "C" + numbers.joined(separator: " ")
    }

    public mutating func addRectangle(x: Double, y: Double, width: Double, height: Double) {
        move(to: x, y)
        text += "h\(width.shortDecimal)v\(height.shortDecimal)h\((-width).shortDecimal)z"
    }
}
