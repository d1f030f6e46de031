/// Lines before they are drawn: for every pixel how far its middle is from the nearest of them. Lines that cross or
/// touch become one, without seams.
struct LineDistances {
    let width: Int
    let height: Int
    /// How far distances are measured: further than half the width of the stroke.
    let reach: Float
    /// In pixels; ``reach`` where no line is as near.
    private(set) var values: [Float]

    init(width: Int, height: Int, reach: Float = 6) {
        self.width = width
        self.height = height
        self.reach = reach
        values = [Float](repeating: reach, count: width * height)
    }

    typealias Point = SIMD2<Float>

    mutating func add(from start: Point, to end: Point) {
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
}
