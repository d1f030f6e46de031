/// How the norms of one filter are distributed, in bins of equal width.
public struct NormHistogram: Sendable, Hashable {
    /// Where the first bin begins and the last ends. All norms lie between them, both included.
    public let low: Double
    public let high: Double
    /// `[class][bin]`: images of a class whose norm falls into a bin.
    public let counts: [[Int]]

    /// - Precondition: finite ends in order, and as many bins for every class.
    public init(low: Double, high: Double, counts: [[Int]]) {
        precondition(low.isFinite && high.isFinite && low <= high)
        precondition(counts.allSatisfy { $0.count == counts[0].count })
        self.low = low
        self.high = high
        self.counts = counts
    }

    /// Counts norms into bins, from 0 or the lowest norm to the highest.
    /// - Parameters:
    ///   - norms: finite, one an image.
    ///   - labels: the class of each image.
    /// - Precondition: a label for every norm, and a bin.
    public init(norms: [Float], labels: [Int32], classes: Int, bins: Int = 40) {
        precondition(norms.count == labels.count && bins > 0)
        let low = Double(min(0, norms.min() ?? 0))
        let high = Double(max(0, norms.max() ?? 0))
        let scale = high > low ? Double(bins) / (high - low) : 0
        var counts = [[Int]](repeating: [Int](repeating: 0, count: bins), count: classes)
        for (norm, label) in zip(norms, labels) {
            counts[Int(label)][min(bins - 1, Int((Double(norm) - low) * scale))] += 1
        }
        self.init(low: low, high: high, counts: counts)
    }

    public var bins: Int { counts.first?.count ?? 0 }
}
