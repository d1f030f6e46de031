import NeSyTensor

/// Evaluates the merges of one group: all to the same head.
struct MergeEvaluation {
    private let group: MergeGroup
    private let merging: RuleMerging
    private let index: HeadIndex
    private let isFresh: [Bool]
    /// The rules that take part, and where those of each pair's heads begin among them.
    private let members: [Int]
    private let starts: [(first: Int, second: Int)]
    private let pricer: MergePricer

    init(_ group: MergeGroup, merging: RuleMerging, index: HeadIndex, isFresh: [Bool]) {
        self.group = group
        self.merging = merging
        self.index = index
        self.isFresh = isFresh
        var members: [Int] = []
        var places: [Int: Int] = [:]
        func place(_ head: Int) -> Int {
            if let place = places[head] { return place }
            places[head] = members.count
            members += index.rules[head]
            return members.count - index.rules[head].count
        }
        starts = group.pairs.map { (place($0.heads.first), place($0.heads.second)) }
        self.members = members
        pricer = MergePricer(
            head: group.head, options: merging.options, coder: merging.coder, heads: merging.heads,
            tails: merging.tails)
    }

    /// On this thread, preparing only what is needed.
    func alone() throws(NeSyError) -> [MergeCandidate] {
        var rows: HeadRows?
        var prepared = [PreparedTail?](repeating: nil, count: members.count)
        var candidates: [MergeCandidate] = []
        let scratch = MergeScratch()
        func prepare(_ member: Int, in rows: HeadRows) throws(NeSyError) -> PreparedTail {
            if let tail = prepared[member] { return tail }
            let tail = try pricer.prepare(merging.rules[members[member]], in: rows)
            prepared[member] = tail
            return tail
        }
        for pair in group.pairs.indices {
            for first in 0..<index.rules[group.pairs[pair].heads.first].count {
                try forEachPartner(of: first, pair) { a, b throws(NeSyError) in
                    if isHopeless(a, b, pair) { return }
                    let all = rows ?? HeadRows(group.head, of: merging.heads)
                    rows = all
                    let (left, right) = (try prepare(a, in: all), try prepare(b, in: all))
                    if let candidate = candidate(a, b, pair, left, right, all, scratch) {
                        candidates.append(candidate)
                    }
                }
            }
        }
        return candidates
    }

    /// On all threads.
    func shared(by pool: WorkerPool) throws(NeSyError) -> [[MergeCandidate]] {
        let rows = HeadRows(group.head, of: merging.heads)
        var prepared = [Result<PreparedTail, NeSyError>?](repeating: nil, count: members.count)
        prepared.withUnsafeMutableBufferPointer { prepared in
            let prepared = prepared
            pool.run(count: members.count, grain: 16) { part in
                for member in part {
                    prepared[member] = Result { () throws(NeSyError) in
                        try pricer.prepare(merging.rules[members[member]], in: rows)
                    }
                }
            }
        }
        var all: [PreparedTail] = []
        for result in prepared {
            if let result { all.append(try result.get()) }
        }
        let work = group.pairs.indices.flatMap { pair in
            (0..<index.rules[group.pairs[pair].heads.first].count).map { (pair: pair, first: $0) }
        }
        let grain = 16
        var found = [[MergeCandidate]](repeating: [], count: (work.count + grain - 1) / grain)
        found.withUnsafeMutableBufferPointer { found in
            let found = found
            pool.run(count: work.count, grain: grain) { part in
                let scratch = MergeScratch()
                var candidates: [MergeCandidate] = []
                for place in part {
                    let pair = work[place].pair
                    forEachPartner(of: work[place].first, pair) { a, b in
                        if let candidate = candidate(a, b, pair, all[a], all[b], rows, scratch) {
                            candidates.append(candidate)
                        }
                    }
                }
                found[part.lowerBound / grain] = candidates
            }
        }
        return found
    }

    /// Calls the body with the members that may merge, by a pair of heads, with a rule of its first.
    private func forEachPartner<Failure: Error>(
        of first: Int, _ pair: Int, _ body: (Int, Int) throws(Failure) -> Void
    ) throws(Failure) {
        let heads = group.pairs[pair].heads
        let a = starts[pair].first + first
        let begin = heads.first == heads.second ? first + 1 : 0
        let freshFirst = isFresh[members[a]]
        for second in begin..<max(begin, index.rules[heads.second].count) {
            let b = starts[pair].second + second
            if freshFirst || isFresh[members[b]] { try body(a, b) }
        }
    }

    /// The merge of two members, if it may be of use to one of them.
    private func candidate(
        _ a: Int, _ b: Int, _ pair: Int, _ left: PreparedTail, _ right: PreparedTail, _ rows: HeadRows,
        _ scratch: MergeScratch
    ) -> MergeCandidate? {
        let (first, second) = (merging.rules[members[a]], merging.rules[members[b]])
        guard let price = pricer.price(left, right, in: rows, scratch) else { return nil }
        let gain = first.rule.net + second.rule.net - price.net
        guard gain > worthwhile, gain >= min(first.offers.floor, second.offers.floor) else { return nil }
        return MergeCandidate(
            gain: gain, first: Int32(min(members[a], members[b])), second: Int32(max(members[a], members[b])),
            head: group.pairs[pair].kind, price: price)
    }

    private var worthwhile: Double { merging.options.minimumGain - RuleMerging.largestCountStep }

    /// Whether two rules with disjoint heads cannot gain by a merge, whatever rows their tails share.
    ///
    /// Heads that share no rows tell between which bounds the number of shared rows lies; every price is concave in
    /// it, so the least is that of a bound.
    private func isHopeless(_ a: Int, _ b: Int, _ pair: Int) -> Bool {
        guard group.pairs[pair].heads.areDisjoint, let bounds = merging.sharedRowBounds(members[a], members[b])
        else { return false }
        let (first, second) = (merging.rules[members[a]], merging.rules[members[b]])
        let least = pricer.leastNet(bounds, first, second)
        return first.rule.net + second.rule.net - least <= worthwhile
    }
}
