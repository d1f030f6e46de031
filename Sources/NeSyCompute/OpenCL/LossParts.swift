/// How a loss over `[batch, filters]` is divided: by the number of its terms alone, so that every device sums in the
/// same order. Each group leaves one part of the sum.
enum LossParts {
    /// Groups of which every item takes about four terms; beyond 256 groups, more terms.
    static func items(_ count: Int) -> WorkItems {
        let group = OpenCLLimits.workGroup
        return .groups(min(256, (count + 4 * group - 1) / (4 * group)), of: (group, 1, 1))
    }
}
