import NeSyTensor

/// theta: from which norm on a filter counts as on (paper 2, eq. 3): `alpha * mean + gamma * deviation` over the
/// training images, with the unbiased deviation (n - 1).
public struct FilterThresholds: Sendable, Hashable {
    /// `[filters]`.
    public let values: [Float]

    public init(values: [Float]) { self.values = values }

    /// - Parameter norms: `[images, filters]`, of the training images in evaluation mode.
    public init(norms: Tensor, alpha: Double = 0.6, gamma: Double = 0.7) {
        precondition(norms.shape.rank == 2)
        let rows = norms.shape[0]
        let filters = norms.shape[1]
        var sums = [Double](repeating: 0, count: filters)
        var squares = [Double](repeating: 0, count: filters)
        norms.values.withUnsafeBufferPointer { all in
            for row in 0..<rows {
                for k in 0..<filters { sums[k] += Double(all[row * filters + k]) }
            }
            let means = sums.map { $0 / Double(max(1, rows)) }
            for row in 0..<rows {
                for k in 0..<filters {
                    let distance = Double(all[row * filters + k]) - means[k]
                    squares[k] += distance * distance
                }
            }
        }
        values = (0..<filters).map { k in
            let mean = sums[k] / Double(max(1, rows))
            let deviation = rows > 1 ? (squares[k] / Double(rows - 1)).squareRoot() : 0
            return Float(alpha * mean + gamma * deviation)
        }
    }

    /// The middle value, the mean of the two middle ones for an even number.
    public var median: Float {
        let sorted = values.sorted()
        if sorted.isEmpty { return 0 }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// Thresholds fit for training: a filter that is nearly dead (theta below `minimum`) gets the median of the
    /// layer. A norm is never negative, so `s` cannot fall below `sigmoid(-theta / tau)`, and a small theta leaves
    /// nothing to binarise. When the median itself is below `minimum` the whole layer is unfit, and is left as it is.
    public func lifted(minimum: Float = 1) -> FilterThresholds {
        let middle = median
        if middle < minimum { return self }
        return FilterThresholds(values: values.map { $0 < minimum ? middle : $0 })
    }

    /// One bit for each image and filter: `norm >= theta`.
    /// - Parameter norms: `[images, filters]`.
    public func binarize(_ norms: Tensor) -> BitMatrix {
        let rows = norms.shape[0]
        let filters = values.count
        precondition(norms.shape == [rows, filters])
        var bits = BitMatrix(rows: rows, columns: filters)
        norms.values.withUnsafeBufferPointer { all in
            for k in 0..<filters {
                var words = [UInt64](repeating: 0, count: bits.wordsPerColumn)
                let theta = values[k]
                for row in 0..<rows where all[row * filters + k] >= theta {
                    words[row >> 6] |= 1 << UInt64(row & 63)
                }
                bits.setColumn(k, to: BitColumn(rows: rows, words: words))
            }
        }
        return bits
    }
}
