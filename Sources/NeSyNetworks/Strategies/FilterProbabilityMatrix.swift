import NeSyTensor

/// P: which filters answer for which class (paper 1). `targets[c, k]` is 1 when filter k is assigned to class c.
///
/// Binary by our reading: a graded matrix rises towards 1 for *inactive* filters and could not serve as a target.
public struct FilterProbabilityMatrix: Sendable, Hashable {
    public let classes: Int
    public let filters: Int
    /// The filters of every class, ascending.
    public let assigned: [[Int]]

    /// - Precondition: every index names a filter.
    public init(filters: Int, assigned: [[Int]]) {
        precondition(assigned.allSatisfy { $0.allSatisfy { $0 >= 0 && $0 < filters } })
        self.classes = assigned.count
        self.filters = filters
        self.assigned = assigned.map { Array(Set($0)).sorted() }
    }

    /// TS3: `perClass` filters for each class, drawn without replacement, so that no filter has contradictory
    /// targets. Capped at floor(filters / classes).
    /// - Throws: a usage error when there are more classes than filters.
    public static func random(
        classes: Int, filters: Int, perClass: Int, seed: UInt64
    ) throws(NeSyError) -> FilterProbabilityMatrix {
        let count = min(perClass, filters / max(1, classes))
        guard count >= 1 else {
            throw NeSyError(
                .usage, "There are too few filters to give every class one of its own.",
                expected: "at least \(classes) filters", found: "\(filters)",
                remedy: "Use --filters \(classes * max(1, perClass)) or more.")
        }
        var generator = CounterRandomGenerator(CounterRandom(seed: seed, stream: randomStream))
        let order = Array(0..<filters).shuffled(using: &generator)
        return FilterProbabilityMatrix(
            filters: filters,
            assigned: (0..<classes).map { Array(order[$0 * count..<($0 + 1) * count]) })
    }

    /// The stream of ``CounterRandom`` that draws filters.
    static let randomStream: UInt64 = 0x5052_4f42

    /// TS1 and TS2: the `perClass` filters with the largest mean norm over the images of each class; the lower index
    /// of equals. A filter may serve several classes.
    /// - Parameter norms: `[images, filters]`.
    public static func strongest(norms: Tensor, labels: Labels, perClass: Int) -> FilterProbabilityMatrix {
        let filters = norms.shape[1]
        let means = ClassMeans(values: norms, labels: labels)
        return FilterProbabilityMatrix(
            filters: filters,
            assigned: labels.classes.indices.map { c in
                let row = means.row(c)
                return Array(
                    (0..<filters).sorted { row[$0] != row[$1] ? row[$0] > row[$1] : $0 < $1 }
                        .prefix(min(perClass, filters)))
            })
    }

    /// The matrix as a tensor of zeros and ones, `[classes, filters]`.
    public var targets: Tensor {
        var tensor = Tensor(zeros: [classes, filters])
        for (c, members) in assigned.enumerated() {
            for k in members { tensor[c, k] = 1 }
        }
        return tensor
    }
}
