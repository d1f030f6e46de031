extension LineDistances {
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
}
