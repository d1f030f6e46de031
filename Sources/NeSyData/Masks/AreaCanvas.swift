/// A canvas for the area of one object at a time.
///
/// A pixel is inside a polygon when its centre is: when a ray from it to the left crosses the outline an odd number of
/// times, a crossing at the centre itself included. So the rectangle from (2, 1) to (5, 3) covers the columns 2 to 4 of
/// the rows 1 and 2, and polygons that share an edge share no pixel. COCO's own tools trace the outline instead and
/// take in more pixels on it. Several polygons are joined. Run lengths are exact.
struct AreaCanvas {
    let height: Int
    let width: Int
    /// Pixels that are covered.
    private(set) var count = 0
    private var covered: [Bool]
    /// The rows that may hold covered pixels.
    private var rows = 0..<0
    /// Outlines crossed left of a pixel's centre since the pixel before it, odd or even; a column more than pixels.
    private var crossings: [Bool]

    init(height: Int, width: Int) {
        self.height = height
        self.width = width
        covered = [Bool](repeating: false, count: height * width)
        crossings = [Bool](repeating: false, count: height * (width + 1))
    }

    /// Replaces what is covered.
    /// - Precondition: coordinates are finite, and so small that their differences are; run lengths are not negative
    ///   and fill the canvas at most.
    mutating func fill(_ area: COCOArea) {
        for index in rows.lowerBound * width..<rows.upperBound * width { covered[index] = false }
        count = 0
        switch area {
        case .runs(let runs):
            rows = 0..<height
            fill(runs)
        case .polygons(let polygons):
            rows = 0..<0
            for corners in polygons { fill(corners) }
        }
    }

    /// Writes a concept to every covered pixel.
    func paint(_ concept: Int32, into ids: inout [Int32]) {
        for index in rows.lowerBound * width..<rows.upperBound * width where covered[index] { ids[index] = concept }
    }

    private mutating func fill(_ runs: [Int]) {
        var place = 0
        for (number, length) in runs.enumerated() {
            if number % 2 == 1 {
                for pixel in place..<place + length { covered[pixel % height * width + pixel / height] = true }
                count += length
            }
            place += length
        }
    }

    private mutating func fill(_ corners: [Double]) {
        let rise = stride(from: 1, to: corners.count, by: 2).map { corners[$0] }
        guard let top = rise.min(), let bottom = rise.max() else { return }
        let touched = firstCentre(from: top, below: height)..<firstCentre(from: bottom, below: height)
        if touched.isEmpty { return }
        var (x, y) = (corners[corners.count - 2], corners[corners.count - 1])
        for at in stride(from: 0, to: corners.count, by: 2) {
            let (nextX, nextY) = (corners[at], corners[at + 1])
            cross((x, y), (nextX, nextY))
            (x, y) = (nextX, nextY)
        }
        for row in touched {
            var isInside = false
            for column in 0..<width {
                let at = row * (width + 1) + column
                if crossings[at] {
                    isInside.toggle()
                    crossings[at] = false
                }
                if isInside && !covered[row * width + column] {
                    covered[row * width + column] = true
                    count += 1
                }
            }
            crossings[row * (width + 1) + width] = false
        }
        rows =
            rows.isEmpty ? touched : min(rows.lowerBound, touched.lowerBound)..<max(rows.upperBound, touched.upperBound)
    }

    /// Marks where an edge crosses the rows' middles.
    private mutating func cross(_ first: (x: Double, y: Double), _ second: (x: Double, y: Double)) {
        // From its upper end, so that both polygons at an edge compute the same.
        let (upper, lower) = first.y <= second.y ? (first, second) : (second, first)
        let slope = (lower.x - upper.x) / (lower.y - upper.y)
        for row in firstCentre(from: upper.y, below: height)..<firstCentre(from: lower.y, below: height) {
            let x = upper.x + (Double(row) + 0.5 - upper.y) * slope
            crossings[row * (width + 1) + firstCentre(from: x, below: width)].toggle()
        }
    }

    /// The first pixel whose centre does not lie before the place; `limit` when there is none.
    private func firstCentre(from place: Double, below limit: Int) -> Int {
        Int(min(max((place - 0.5).rounded(.up), 0), Double(limit)))
    }
}
