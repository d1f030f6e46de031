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

/// The thresholds that make a rule cheapest, and what it then is.
struct RulePrice: Sendable {
    var net: Double
    var model: Double
    var headThreshold: Int32
    var tailThreshold: Int32
    var applies: Int32
    var holds: Int32
}

/// The best merges that a rule takes part in, at most ``capacity`` of them.
///
/// What did not fit is gone until the rule is asked again; nothing that is worse than that may enter before, so the
/// list always begins with the best that there is.
struct MergeOffers: Sendable {
    static let capacity = 16

    private(set) var candidates: [MergeCandidate] = []
    /// The best gain that may have been lost.
    private(set) var lost: Double?

    /// Whether every listed merge is gone although there may be others.
    var isExhausted: Bool { candidates.isEmpty && lost != nil }

    /// A gain that a candidate must reach to enter.
    var floor: Double {
        guard candidates.count == MergeOffers.capacity else { return lost ?? -.infinity }
        return candidates[MergeOffers.capacity - 1].gain
    }

    mutating func insert(_ candidate: MergeCandidate) {
        if let lost, candidate.gain <= lost { return }
        var place = candidates.count
        while place > 0 && MergeCandidate.isBetter(candidate, candidates[place - 1]) { place -= 1 }
        candidates.insert(candidate, at: place)
        if candidates.count > MergeOffers.capacity { lost = candidates.removeLast().gain }
    }

    /// Forgets merges with rules that are gone.
    mutating func keep(_ isAlive: (Int32) -> Bool) {
        // Candidates that a full list turned away are not worse known than by its last one.
        if candidates.count == MergeOffers.capacity, let last = candidates.last {
            lost = max(lost ?? -.infinity, last.gain)
        }
        candidates.removeAll { !isAlive($0.first) || !isAlive($0.second) }
    }

    mutating func clear() { self = MergeOffers() }
}
