import NeSyTensor

extension RuleMerging {
    /// A round with more merges than this looks only at those that promise something.
    static let completeSize = 1 << 14

    /// Evaluates the merges of new rules, or of rules whose offers have run out, with the rules they may merge with.
    /// - Parameter completely: with all of them, however many there are.
    /// - Returns: whether it was all of them.
    mutating func evaluate(_ fresh: [Int], completely: Bool) throws(NeSyError) -> Bool {
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

/// The rules as they are while merges are evaluated, which several threads read.
final class MergeRound: Sendable {
    let options: ExplaiNN
    let coder: RuleCoder
    let heads: HeadColumns
    let tails: TailLayer
    let rules: [MergingRule]
    let nets: [Double]
    /// What a merge must gain to be listed among the offers of each rule.
    let floors: [Double]
    let isFresh: [Bool]
    let index: HeadIndex

    init(_ merging: RuleMerging, index: HeadIndex, isFresh: [Bool]) {
        options = merging.options
        coder = merging.coder
        heads = merging.heads
        tails = merging.tails
        rules = merging.rules
        nets = rules.map(\.rule.net)
        floors = merging.offers.map(\.floor)
        self.index = index
        self.isFresh = isFresh
    }

    /// The worthwhile merges of every group of a batch, in an order that depends on the batch alone. A batch is one
    /// large group, whose merges are shared out, or many small ones.
    func evaluate(_ batch: ArraySlice<MergeGroup>, pool: WorkerPool) throws(NeSyError) -> [[MergeCandidate]] {
        if batch.count == 1, let group = batch.first {
            return try MergeEvaluation(group, in: self).shared(by: pool)
        }
        let grain = 32
        var found = [Result<[MergeCandidate], NeSyError>](
            repeating: .success([]), count: (batch.count + grain - 1) / grain)
        found.withUnsafeMutableBufferPointer { found in
            let found = found
            pool.run(count: batch.count, grain: grain) { part in
                found[part.lowerBound / grain] = Result { () throws(NeSyError) in
                    let scratch = MergeScratch()
                    var candidates: [MergeCandidate] = []
                    for group in batch[batch.startIndex + part.lowerBound..<batch.startIndex + part.upperBound] {
                        try MergeEvaluation(group, in: self).alone(scratch, into: &candidates)
                    }
                    return candidates
                }
            }
        }
        var candidates: [[MergeCandidate]] = []
        for part in found { candidates.append(try part.get()) }
        return candidates
    }
}
