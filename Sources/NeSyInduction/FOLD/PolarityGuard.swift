/// Which of a literal and its complement may be used: the scores cannot tell them apart.
public enum PolarityGuard: String, Sendable, Hashable, CaseIterable {
    /// The one that is right for most rows: `tp + tn >= fp + fn` (the published systems).
    case standard
    /// The one that is right for most of each side: `tp / positives + tn / negatives >= 1`. With few positives
    /// the standard guard follows the negatives alone.
    case balanced

    func admits(_ counts: LiteralCounts) -> Bool {
        let positives = counts.tp + counts.fn
        let negatives = counts.tn + counts.fp
        if self == .standard || positives == 0 || negatives == 0 {
            return counts.tp + counts.tn >= counts.fp + counts.fn
        }
        return counts.tp * negatives + counts.tn * positives >= positives * negatives
    }
}
