import NeSyTensor

extension RuleMerging {
    /// Evaluates the merges of new rules, or of rules whose offers have run out, with all that may be merged with them.
    mutating func evaluate(_ fresh: [Int]) throws(NeSyError) {
        var isFresh = [Bool](repeating: false, count: rules.count)
        for rule in fresh {
            isFresh[rule] = true
            forgetOffers(of: rule)
        }
        let index = HeadIndex(
            rules.indices.filter { rules[$0].isAlive }.map {
                (rule: $0, head: rules[$0].rule.head, isFresh: isFresh[$0])
            })
        let pairs = index.pairs(mu: headsAreFixed ? 0 : options.mu, itemCount: heads.count)
        for batch in MergeGroup.batches(MergeGroup.groups(of: pairs, in: index), in: index) {
            for candidates in try evaluate(batch, index, isFresh) { offer(candidates) }
        }
    }

    /// The worthwhile merges of every group of a batch. A batch is one large group, whose pairs are shared out, or
    /// many small ones.
    private func evaluate(
        _ batch: ArraySlice<MergeGroup>, _ index: HeadIndex, _ isFresh: [Bool]
    ) throws(NeSyError) -> [[MergeCandidate]] {
        if batch.count == 1, let group = batch.first {
            let evaluation = MergeEvaluation(group, merging: self, index: index, isFresh: isFresh)
            return try evaluation.shared(by: pool)
        }
        let grain = 32
        let parts = (batch.count + grain - 1) / grain
        var found = [Result<[MergeCandidate], NeSyError>](repeating: .success([]), count: parts)
        found.withUnsafeMutableBufferPointer { found in
            let found = found
            pool.run(count: batch.count, grain: grain) { part in
                found[part.lowerBound / grain] = Result { () throws(NeSyError) in
                    var candidates: [MergeCandidate] = []
                    for group in batch[batch.startIndex + part.lowerBound..<batch.startIndex + part.upperBound] {
                        let evaluation = MergeEvaluation(group, merging: self, index: index, isFresh: isFresh)
                        candidates += try evaluation.alone()
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

/// The pairs of heads whose rules would be merged to one and the same head.
struct MergeGroup {
    let head: [Int]
    private(set) var pairs: [(heads: HeadIndex.Pair, kind: MergeCandidate.Head)]

    /// Heads without a common item seldom share their union with others: each pair is a group of its own.
    static func groups(of pairs: [HeadIndex.Pair], in index: HeadIndex) -> [MergeGroup] {
        var groups: [MergeGroup] = []
        var places: [[Int]: Int] = [:]
        for pair in pairs {
            let (a, b) = (index.heads[pair.first], index.heads[pair.second])
            if pair.areDisjoint {
                groups.append(MergeGroup(head: a.union(b), pairs: [(pair, .union)]))
                continue
            }
            let kinds: [MergeCandidate.Head] = a == b ? [.union] : [.union, .intersection]
            for kind in kinds {
                let head = kind == .union ? a.union(b) : a.intersection(b)
                if let place = places[head] {
                    groups[place].pairs.append((pair, kind))
                } else {
                    places[head] = groups.count
                    groups.append(MergeGroup(head: head, pairs: [(pair, kind)]))
                }
            }
        }
        return groups
    }

    /// Up to how many merges of rules there are.
    func size(in index: HeadIndex) -> Int {
        pairs.reduce(0) { $0 + index.rules[$1.heads.first].count * index.rules[$1.heads.second].count }
    }

    /// Divides groups by their sizes: large ones alone, small ones together.
    static func batches(_ groups: [MergeGroup], in index: HeadIndex) -> [ArraySlice<MergeGroup>] {
        let large = 4096, together = 1 << 17
        var batches: [ArraySlice<MergeGroup>] = []
        var (start, size) = (0, 0)
        for (place, group) in groups.enumerated() {
            let own = group.size(in: index)
            if own >= large || size + own > together {
                if start < place { batches.append(groups[start..<place]) }
                (start, size) = (place, 0)
            }
            if own >= large {
                batches.append(groups[place...place])
                start = place + 1
            } else {
                size += own
            }
        }
        if start < groups.count { batches.append(groups[start...]) }
        return batches
    }
}
