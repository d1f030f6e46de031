import NeSyTensor

/// Sums and means over the images of each class, in Double and in the order of the images.
public struct ClassMeans: Sendable {
    public let filters: Int
    let sums: [[Double]]
    let counts: [Int]

    /// - Parameter values: `[images, filters]`.
    public init(values: Tensor, labels: Labels) {
        precondition(values.shape.rank == 2 && values.shape[0] == labels.count)
        let width = values.shape[1]
        var sums = [[Double]](repeating: [Double](repeating: 0, count: width), count: labels.classes.count)
        var counts = [Int](repeating: 0, count: labels.classes.count)
        values.values.withUnsafeBufferPointer { all in
            for row in 0..<labels.count {
                let c = Int(labels.indices[row])
                counts[c] += 1
                sums[c].withUnsafeMutableBufferPointer { sum in
                    for k in 0..<width { sum[k] += Double(all[row * width + k]) }
                }
            }
        }
        filters = width
        self.sums = sums
        self.counts = counts
    }

    /// The means of one class; zeros for a class without images.
    public func row(_ c: Int) -> [Double] { sums[c].map { counts[c] == 0 ? 0 : $0 / Double(counts[c]) } }
}
