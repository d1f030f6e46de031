import NeSyTensor

/// The elite filters of every class and the penalties for all others (elite back-propagation, specification §4.3).
///
/// With `D[c, k]` the sum of filter k's mean activation over the training images of class c and `d_K` the K-th
/// largest of a class: no penalty for the K strongest, `D[c, k] / d_K` for the others.
public struct EliteFilters: Sendable, Hashable {
    /// `1 - P`, `[classes, filters]`.
    public let penalties: Tensor

    /// - Parameter penalties: `[classes, filters]`, as kept in a checkpoint.
    public init(penalties: Tensor) {
        precondition(penalties.shape.rank == 2)
        self.penalties = penalties
    }

    /// - Parameter means: `[images, filters]`, the mean of every filter's map.
    public init(means: Tensor, labels: Labels, perClass: Int = 5) {
        let filters = means.shape[1]
        let sums = ClassMeans(values: means, labels: labels).sums
        var penalties = Tensor(zeros: [labels.classes.count, filters])
        for (c, strengths) in sums.enumerated() {
            let order = (0..<filters).sorted {
                strengths[$0] != strengths[$1] ? strengths[$0] > strengths[$1] : $0 < $1
            }
            let count = min(perClass, filters)
            let last = strengths[order[count - 1]]
            for k in order[count...] { penalties[c, k] = last > 0 ? Float(strengths[k] / last) : 0 }
        }
        self.penalties = penalties
    }
}
