/// Two rules and what their merged rule would be.
struct MergeCandidate: Sendable {
    enum Head: Int, Sendable {
        /// X1 ∪ X2, which is also that of equal heads.
        case union
        /// X1 ∩ X2.
        case intersection
    }

    /// What the merged rule saves over its parents, L_N(|M|) aside.
    var gain: Double
    /// The parents, by number; the first is smaller.
    var first: Int32
    var second: Int32
    var head: Head
    var price: RulePrice

    /// Best first; ties by the parents, then the union first.
    static func isBetter(_ a: MergeCandidate, _ b: MergeCandidate) -> Bool {
        if a.gain != b.gain { return a.gain > b.gain }
        if a.first != b.first { return a.first < b.first }
        if a.second != b.second { return a.second < b.second }
        return a.head.rawValue < b.head.rawValue
    }
}
