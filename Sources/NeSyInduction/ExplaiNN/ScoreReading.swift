/// How the description length of rules is read where the paper leaves it open.
public struct ScoreReading: Sendable, Hashable {
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Appendix A.2: a rule sends what its tails look like, flipped bits included, and its l.
        case robust
        /// Appendix A.1: no such errors. A rule says for certain that all its tails are set where it holds, so its
        /// tail threshold is the size of its tail; and the cover is always ``Cover/holds``, since nothing else tells
        /// the tails of the rows where the rule applies in vain.
        case strict
    }

    /// The rows in which a rule has said all there is to say about its tails, so that they are not sent again.
    public enum Cover: String, Sendable, Hashable, CaseIterable {
        /// Where the rule applies. Our reading: the error cells already carry the tails of all of these rows.
        case applies
        /// Where it holds besides: the words of sections 2.2 and 2.3. The tails of the other rows where the rule
        /// applies are paid twice.
        case holds
    }

    public var mode: Mode
    public var cover: Cover

    public init(mode: Mode = .robust, cover: Cover = .applies) {
        self.mode = mode
        self.cover = cover
    }

    /// The cover that is used: in the strict mode there is but one.
    var effectiveCover: Cover { mode == .strict ? .holds : cover }
}
