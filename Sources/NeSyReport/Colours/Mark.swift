/// How the n-th of many things of different kinds is drawn: in a colour, and once the colours are used up in another
/// shape as well. Forty differ; then they begin again.
struct Mark: Sendable, Hashable {
    enum Shape: Int, Sendable, Hashable, CaseIterable { case square, ring, triangle, bars }

    var colour: Colour
    var shape: Shape

    init(_ index: Int) {
        colour = Palette.categories[index % Palette.categories.count]
        shape = Shape.allCases[index / Palette.categories.count % Shape.allCases.count]
    }

    /// Adds the mark to a path that is filled by the even-odd rule.
    func add(to path: inout SVGPath, x: Double, y: Double, side: Double) {
        switch shape {
        case .square: path.addRectangle(x: x, y: y, width: side, height: side)
        case .ring:
            path.addRectangle(x: x, y: y, width: side, height: side)
            let hole = side * 0.4
            path.addRectangle(x: x + (side - hole) / 2, y: y + (side - hole) / 2, width: hole, height: hole)
        case .triangle:
            path.move(to: x, y + side)
            path.line(to: x + side, y + side)
            path.line(to: x + side / 2, y)
            path.close()
        case .bars:
            let bar = side * 0.36
            path.addRectangle(x: x, y: y, width: bar, height: side)
            path.addRectangle(x: x + side - bar, y: y, width: bar, height: side)
        }
    }
}
