import NeSyTensor

extension RuleMerging {
    /// A round with more merges than this looks only at those that promise something.
    static let completeSize = 1 << 14

    /// Evaluates the merges of new rules, or of rules whose offers have run out, with the rules they may merge with.
    /// - Parameter completely: with all of them, however many there are.
    /// - Parameter observe: is called before each batch of merges.
    /// - Returns: whether it was all of them.
    mutating func evaluate(
        _ fresh: [Int], completely: Bool, observe: () throws(NeSyError) -> Void
    ) throws(NeSyError) -> Bool {
        try observe()
        var isFresh = [Bool](repeating: false, count: rules.count)
        for rule in fresh { isFresh[rule] = true }
        let index = HeadIndex(
            rules.indices.filter(isAlive).map { (number: $0, rule: rules[$0].rule, isFresh: isFresh[$0]) },
            mu: headsAreFixed ? 0 : options.mu)
        let pairs = index.pairs(itemCount: heads.count)
        let isComplete = completely || pairs.reduce(0) { $0 + index.size($1) } <= RuleMerging.completeSize
        let groups =
            isComplete
            ? MergeGroup.all(of: pairs, in: index) : MergeGroup.some(promising(fresh, isFresh), in: index)
        for rule in fresh { forgetOffers(of: rule) }
        for batch in MergeGroup.batches(groups, in: index) {
            try observe()
            let round = MergeRound(self, index: index, isFresh: isFresh)
            for candidates in try round.evaluate(batch, pool: pool) { offer(candidates) }
        }
        return isComplete
    }

    /// The pairs of new rules and what became of their parents' best partners.
    private func promising(_ fresh: [Int], _ isFresh: [Bool]) -> [(Int, Int)] {
        var seen = Set<[Int]>()
        var pairs: [(Int, Int)] = []
        for rule in fresh {
            for partner in partners(of: rule) {
                let pair = (min(rule, partner), max(rule, partner))
                if isFresh[partner] && !seen.insert([pair.0, pair.1]).inserted { continue }
                pairs.append(pair)
            }
        }
        return pairs
    }
}
