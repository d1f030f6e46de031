/// A map of numbers at another size, by cubic convolution (Keys 1981).
///
/// The parameter of the kernel is -0.75, pixel centres are aligned and edges are repeated, as OpenCV and PyTorch do
/// it without antialiasing: this is for drawing coarse maps larger, not for shrinking pictures. Values may overshoot
/// those of the map a little.
public struct BicubicResampling: Sendable, Hashable {
    /// Four neighbours along one axis for every target position.
    private struct Axis: Sendable, Hashable {
        var positions: [Int] = []
        var weights: [Float] = []

        init(_ source: Int, to target: Int) {
            let scale = Double(source) / Double(target)
            for index in 0..<target {
                let centre = (Double(index) + 0.5) * scale - 0.5
                let first = Int(centre.rounded(.down)) - 1
                for tap in 0..<4 {
                    positions.append(min(max(first + tap, 0), source - 1))
                    weights.append(Float(Axis.kernel(abs(centre - Double(first + tap)))))
                }
            }
        }

        private static func kernel(_ x: Double) -> Double {
            let a = -0.75
            return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
        }
    }

    public let sourceHeight: Int
    public let sourceWidth: Int
    public let height: Int
    public let width: Int
    private let rows: Axis
    private let columns: Axis

    /// - Precondition: extents are positive.
    public init(from source: (height: Int, width: Int), to target: (height: Int, width: Int)) {
        precondition(source.height > 0 && source.width > 0 && target.height > 0 && target.width > 0)
        (sourceHeight, sourceWidth) = source
        (height, width) = target
        rows = Axis(source.height, to: target.height)
        columns = Axis(source.width, to: target.width)
    }

    /// The map, row by row, at the other size.
    /// - Precondition: the map has the size that was promised.
    public func apply(_ map: [Float]) -> [Float] {
        precondition(map.count == sourceHeight * sourceWidth)
        // Columns first: the narrower the source, the less is left for the rows.
        let wide = [Float](unsafeUninitializedCapacity: sourceHeight * width) { area, count in
            for row in 0..<sourceHeight {
                for column in 0..<width {
                    var sum: Float = 0
                    for tap in column * 4..<column * 4 + 4 {
                        sum += columns.weights[tap] * map[row * sourceWidth + columns.positions[tap]]
                    }
                    area.initializeElement(at: row * width + column, to: sum)
                }
            }
            count = sourceHeight * width
        }
        return [Float](unsafeUninitializedCapacity: height * width) { area, count in
            wide.withUnsafeBufferPointer { wide in
                for row in 0..<height {
                    let starts = (0..<4).map { rows.positions[row * 4 + $0] * width }
                    let (a, b, c, d) = (starts[0], starts[1], starts[2], starts[3])
                    let w = rows.weights[row * 4..<row * 4 + 4]
                    let (wa, wb, wc, wd) = (w[row * 4], w[row * 4 + 1], w[row * 4 + 2], w[row * 4 + 3])
                    for column in 0..<width {
                        let value =
                            wa * wide[a + column] + wb * wide[b + column] + wc * wide[c + column]
                            + wd * wide[d + column]
                        area.initializeElement(at: row * width + column, to: value)
                    }
                }
            }
            count = height * width
        }
    }
}
