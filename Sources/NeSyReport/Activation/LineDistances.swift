/// Lines before they are drawn: for every pixel how far its middle is from the nearest of them. Lines that cross or
/// touch become one, without seams.
struct LineDistances {
    let width: Int
    let height: Int
    /// In pixels; ``reach`` where no line is as near.
    private(set) var values: [Float]

    /// Larger than half the width of any stroke.
    static let reach: Float = 6

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        values = [Float](repeating: LineDistances.reach, count: width * height)
    }

    typealias Point = SIMD2<Float>

    mutating func add(from start: Point, to end: Point) {
        let reach = LineDistances.reach
        let rows = range(min(start.y, end.y) - reach, max(start.y, end.y) + reach, height)
        let columns = range(min(start.x, end.x) - reach, max(start.x, end.x) + reach, width)
        let direction = end - start
        let length = (direction * direction).sum()
        for y in rows {
            for x in columns {
                let offset = Point(Float(x) + 0.5, Float(y) + 0.5) - start
                let along = length > 0 ? min(max((offset * direction).sum() / length, 0), 1) : 0
                let away = offset - direction * along
                let distance = (away * away).sum().squareRoot()
                if distance < values[y * width + x] { values[y * width + x] = distance }
            }
        }
    }

    private func range(_ low: Float, _ high: Float, _ extent: Int) -> Range<Int> {
        let first = Int(min(max(low, 0), Float(extent)))
        return first..<max(first, Int(min(max(high + 1, 0), Float(extent))))
    }

    /// A frame in dashes, by shares of the picture.
    /// - Parameter inset: how far lines stay from the edge of the picture.
    mutating func addDashedRectangle(
        left: Double, top: Double, right: Double, bottom: Double, dash: Float, inset: Float
    ) {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)].map { x, y in
            inside(Point(Float(x) * Float(width), Float(y) * Float(height)), inset)
        }
        for (start, end) in zip(corners, corners.dropFirst()) {
            let span = end - start
            let length = (span * span).sum().squareRoot()
            // An odd number of dashes and gaps, so that every corner is drawn.
            let pieces = max(1, Int(length / dash / 2) * 2 + 1)
            for piece in stride(from: 0, to: pieces, by: 2) {
                add(
                    from: start + span * (Float(piece) / Float(pieces)),
                    to: start + span * (Float(piece + 1) / Float(pieces)))
            }
        }
    }

    /// The border of the region where a field of a value for every pixel is at least `level`, closed along the edge of
    /// the picture: marching squares over the middles of pixels.
    mutating func addContour(of field: [Float], at level: Float, inset: Float) {
        /// Around the picture lies a ring that is never part of the region.
        func value(_ x: Int, _ y: Int) -> Float {
            x < 0 || y < 0 || x >= width || y >= height ? -.infinity : field[y * width + x]
        }
        for y in -1..<height {
            for x in -1..<width {
                let values = [value(x, y), value(x + 1, y), value(x + 1, y + 1), value(x, y + 1)]
                let isIn = values.map { $0 >= level }
                let count = isIn.count(where: { $0 })
                if count == 0 || count == 4 { continue }
                let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map {
                    Point(Float(x + $0.0) + 0.5, Float(y + $0.1) + 0.5)
                }
                var crossings: [Point] = []
                for side in 0..<4 where isIn[side] != isIn[(side + 1) % 4] {
                    let (from, to) = (values[side], values[(side + 1) % 4])
                    let share = from.isFinite && to.isFinite ? (level - from) / (to - from) : from.isFinite ? 0 : 1
                    let corner = corners[side]
                    crossings.append(inside(corner + (corners[(side + 1) % 4] - corner) * share, inset))
                }
                // Of a saddle's two pairings the one that keeps the corners inside apart.
                if crossings.count == 4, isIn[0] { crossings = [3, 0, 1, 2].map { crossings[$0] } }
                for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                    add(from: crossings[pair], to: crossings[pair + 1])
                }
            }
        }
    }

    private func inside(_ point: Point, _ inset: Float) -> Point {
        func clamp(_ value: Float, _ extent: Int) -> Float {
            let margin = min(inset, Float(extent) / 2)
            return min(max(value, margin), Float(extent) - margin)
        }
        return Point(clamp(point.x, width), clamp(point.y, height))
    }
}
