/// The best merges that a rule takes part in, at most ``capacity`` of them.
///
/// What does not fit is lost until the rule is asked again; nothing that is worse than that may enter before, so the
/// list always begins with the best that there is.
struct MergeOffers: Sendable {
    static let capacity = 16

    private(set) var candidates: [MergeCandidate] = []
    /// The best gain that may have been lost.
    private var lost: Double?
    /// The other rules of merges that are not possible any more.
    private var formerPartners: [Int32] = []

    /// Whether every listed merge is gone although there may be others.
    var isExhausted: Bool { candidates.isEmpty && lost != nil }

    /// A gain that a candidate must reach to enter.
    var floor: Double {
        if candidates.count == MergeOffers.capacity { return candidates[MergeOffers.capacity - 1].gain }
        return lost ?? -.infinity
    }

    /// Lists a merge, once: a rule that is asked again offers its merges again to rules that were not.
    mutating func insert(_ candidate: MergeCandidate) {
        if let lost, candidate.gain <= lost { return }
        var place = candidates.count
        while place > 0 && MergeCandidate.isBetter(candidate, candidates[place - 1]) { place -= 1 }
        if place > 0 && !MergeCandidate.isBetter(candidates[place - 1], candidate) { return }
        candidates.insert(candidate, at: place)
        if candidates.count > MergeOffers.capacity { lost = candidates.removeLast().gain }
    }

    /// Forgets the merges of one rule with rules that are gone.
    mutating func keep(of rule: Int32, _ isAlive: (Int32) -> Bool) {
        // A full list may have turned candidates away that are no better than its last.
        if candidates.count == MergeOffers.capacity, let last = candidates.last {
            lost = max(lost ?? -.infinity, last.gain)
        }
        candidates.removeAll { candidate in
            let other = candidate.first == rule ? candidate.second : candidate.first
            if isAlive(other) { return false }
            formerPartners.append(other)
            return true
        }
    }

    /// Forgets all merges, to be offered them again.
    mutating func clear() {
        candidates = []
        lost = nil
    }

    /// Begins with the partners of the rules that were merged.
    mutating func inherit(_ partners: [Int32]) { formerPartners = partners }

    /// The other rules of the merges of one rule, gone or not.
    func partners(of rule: Int32) -> [Int32] {
        formerPartners + candidates.map { $0.first == rule ? $0.second : $0.first }
    }
}
