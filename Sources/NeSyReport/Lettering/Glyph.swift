/// One letter as polygons.
struct Glyph: Sendable {
    let width: Float
    let strokes: [[SIMD2<Float>]]

    /// - Parameter text: see ``StrokeFont/shapes``.
    init(width: Float, strokes text: String) {
        self.width = width
        var strokes: [[SIMD2<Float>]] = []
        var numbers: [Float] = []
        var command: Character = "m"
        for word in text.split(separator: " ") {
            var digits = word
            if let first = word.first, first.isLetter {
                command = first
                digits = word.dropFirst()
                numbers = []
            }
            guard let number = Float(digits) else { preconditionFailure("'\(word)' in a glyph") }
            numbers.append(number)
            guard numbers.count == 2 else { continue }
            let point = SIMD2(numbers[0], numbers[1])
            guard command != "m", let from = strokes.last?.last else {
                strokes.append([point])
                continue
            }
            switch command {
            case "a": strokes[strokes.count - 1] += Glyph.quarter(from, point, leavesHorizontally: true)
            case "b": strokes[strokes.count - 1] += Glyph.quarter(from, point, leavesHorizontally: false)
            default: strokes[strokes.count - 1].append(point)
            }
        }
        self.strokes = strokes
    }

    /// Points on a quarter of an ellipse, by the usual cubic curve.
    private static func quarter(
        _ from: SIMD2<Float>, _ to: SIMD2<Float>, leavesHorizontally: Bool
    ) -> [SIMD2<Float>] {
        let kappa: Float = 0.5523
        let corner = leavesHorizontally ? SIMD2(to.x, from.y) : SIMD2(from.x, to.y)
        let (first, second) = (from + kappa * (corner - from), to + kappa * (corner - to))
        let pieces = 8
        return (1...pieces).map { piece in
            let t = Float(piece) / Float(pieces)
            let s = 1 - t
            let ends = s * s * s * from + t * t * t * to
            return ends + 3 * s * t * (s * first + t * second)
        }
    }
}
