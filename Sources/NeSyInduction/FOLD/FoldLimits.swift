import NeSyTensor

/// When the learners of the FOLD family stop.
public struct FoldLimits: Sendable, Hashable {
    /// A body is long enough when at most `ratio` times as many negatives as positives are left; those are
    /// left to exceptions.
    public var ratio: Double
    /// A rule is kept when it newly covers at least `floor(tail * training rows)` rows of its own side.
    public var tail: Double
    /// The largest number of literals in a body before post-processing; nil for no limit.
    public var maximumBodyLength: Int?
    /// Ends a body when the best literal removes no row. Without it such a rule goes on collecting literals
    /// that change nothing.
    public var stopOnNoGain: Bool

    public init(
        ratio: Double, tail: Double, maximumBodyLength: Int? = nil, stopOnNoGain: Bool = true
    ) {
        self.ratio = ratio
        self.tail = tail
        self.maximumBodyLength = maximumBodyLength
        self.stopOnNoGain = stopOnNoGain
    }

    func tailCount(rows: Int) -> Int { Int((tail * Double(rows)).rounded(.down)) }

    func validate() throws(NeSyError) {
        guard ratio >= 0, ratio < 1 else {
            throw NeSyError(
                .usage, "The ratio of negatives to positives is out of range.",
                expected: "0 or more and below 1", found: "\(ratio)")
        }
        guard tail >= 0, tail <= 1 else {
            throw NeSyError(
                .usage, "The tail is out of range.", expected: "a share between 0 and 1", found: "\(tail)")
        }
        if let maximumBodyLength, maximumBodyLength < 1 {
            throw NeSyError(
                .usage, "The maximum body length is out of range.", expected: "1 or more",
                found: "\(maximumBodyLength)")
        }
    }
}
