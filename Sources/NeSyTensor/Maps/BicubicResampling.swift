/// A map of numbers at every pixel of the picture that it lies on, by cubic convolution (Keys, "Cubic convolution
/// interpolation for digital image processing", 1981).
///
/// The parameter of the kernel is -0.75 and edges are repeated, as OpenCV and PyTorch do it without antialiasing: this
/// is for drawing coarse maps larger, not for shrinking pictures. Theirs is the even placement, with the corners of map
/// and picture aligned. Values may overshoot those of the map a little.
public struct BicubicResampling: Sendable, Hashable {
    /// Four neighbours along one axis for every target position.
    private struct Axis: Sendable, Hashable {
        var positions: [Int] = []
        var weights: [Float] = []

        init(_ source: MapPlacement.Axis, to target: Int) {
            let count = source.fields.count
            let scale = source.extent / Double(target)
            for index in 0..<target {
                let place = ((Double(index) + 0.5) * scale - source.first) / source.step
                // Further out, all four neighbours are the outermost position.
                let centre = min(max(place, -2), Double(count) + 1)
                let first = Int(centre.rounded(.down)) - 1
                for tap in 0..<4 {
                    positions.append(min(max(first + tap, 0), count - 1))
                    weights.append(Float(Axis.kernel(abs(centre - Double(first + tap)))))
                }
            }
        }

        private static func kernel(_ x: Double) -> Double {
            let a = -0.75
            return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
        }
    }

    private let sourceHeight: Int
    private let sourceWidth: Int
    public let height: Int
    public let width: Int
    private let rows: Axis
    private let columns: Axis

    /// - Parameters:
    ///   - placement: where the map lies on the picture; it has the map's size.
    ///   - size: of the picture, in the pixels that values are wanted for.
    /// - Precondition: extents are positive.
    public init(_ placement: MapPlacement, to size: (height: Int, width: Int)) {
        precondition(size.height > 0 && size.width > 0)
        (sourceHeight, sourceWidth) = (placement.height, placement.width)
        (height, width) = size
        rows = Axis(placement.rows, to: size.height)
        columns = Axis(placement.columns, to: size.width)
    }

    /// The values of a map, row by row, at every pixel.
    /// - Precondition: the map has the size of its placement.
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
