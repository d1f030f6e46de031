extension LineDistances {
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

    /// The point, or the nearest that is so far from the edge of the picture.
    func inside(_ point: Point, _ inset: Float) -> Point {
        func clamp(_ value: Float, _ extent: Int) -> Float {
            let margin = min(inset, Float(extent) / 2)
            return min(max(value, margin), Float(extent) - margin)
        }
        return Point(clamp(point.x, width), clamp(point.y, height))
    }
}
