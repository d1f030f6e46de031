import NeSyTensor

/// Evaluates the merges of one group: all to the same head.
struct MergeEvaluation {
    private let group: MergeGroup
    private let round: MergeRound
    /// The rules that take part.
    private var members: [Int] = []
    /// What is to be evaluated.
    private var rows: [Row] = []
    private let pricer: MergePricer

    /// The merges of one member with neighbouring ones, all by number.
    private struct Row {
        var member: Int
        var partners: Range<Int>
        var kind: MergeCandidate.Head
        /// Whether merges of two old rules are left out.
        var skipsOld: Bool
        /// Whether only rules merge of which one's head is confident of a tail of the other.
        var needsConfidence: Bool
    }

    init(_ group: MergeGroup, in round: MergeRound) {
        self.group = group
        self.round = round
        pricer = MergePricer(head: group.head, coder: round.coder, tails: round.tails, reading: round.options.reading)
        var starts: [Int: Int] = [:]
        for block in group.blocks {
            switch block.merges {
            case .all: addAll(block, &starts)
            case .listed(let merges):
                for merge in merges {
                    let first = self.place(of: merge.first, &starts)
                    let second = self.place(of: merge.second, &starts)
                    rows.append(
                        Row(
                            member: first, partners: second..<second + 1, kind: block.kind, skipsOld: false,
                            needsConfidence: block.heads.needsConfidence))
                }
            }
        }
    }

    private mutating func addAll(_ block: MergeGroup.Block, _ starts: inout [Int: Int]) {
        let first = start(of: block.heads.first, &starts)
        let second = start(of: block.heads.second, &starts)
        let isOneHead = block.heads.first == block.heads.second
        for member in first..<first + round.index.rules[block.heads.first].count {
            let end = second + round.index.rules[block.heads.second].count
            rows.append(
                Row(
                    member: member, partners: (isOneHead ? member + 1 : second)..<end, kind: block.kind, skipsOld: true,
                    needsConfidence: block.heads.needsConfidence))
        }
    }

    /// Where the rules of a head begin among the members.
    private mutating func start(of head: Int, _ starts: inout [Int: Int]) -> Int {
        if let start = starts[head] { return start }
        starts[head] = members.count
        members += round.index.rules[head]
        return members.count - round.index.rules[head].count
    }

    /// Where one rule is among the members. A group either lists all its merges or none.
    private mutating func place(of rule: Int, _ places: inout [Int: Int]) -> Int {
        if let place = places[rule] { return place }
        places[rule] = members.count
        members.append(rule)
        return members.count - 1
    }

    /// On this thread, preparing only what is needed.
    func alone(_ scratch: MergeScratch, into candidates: inout [MergeCandidate]) throws(NeSyError) {
        var headRows: HeadRows?
        var prepared = [PreparedTail?](repeating: nil, count: members.count)
        for row in rows {
            for partner in row.partners where !isSkipped(row, partner) {
                let inHead = headRows ?? HeadRows(group.head, of: round.heads)
                headRows = inHead
                for member in [row.member, partner] where prepared[member] == nil {
                    prepared[member] = try pricer.prepare(round.rules[members[member]], in: inHead)
                }
                guard let left = prepared[row.member], let right = prepared[partner] else { continue }
                if let found = candidate(row, partner, left, right, inHead, scratch) { candidates.append(found) }
            }
        }
    }

    /// On all threads.
    func shared(by pool: WorkerPool) throws(NeSyError) -> [[MergeCandidate]] {
        let headRows = HeadRows(group.head, of: round.heads)
        var results = [Result<PreparedTail, NeSyError>?](repeating: nil, count: members.count)
        results.withUnsafeMutableBufferPointer { results in
            let results = results
            pool.run(count: members.count, grain: 16) { part in
                for member in part {
                    results[member] = Result { () throws(NeSyError) in
                        try pricer.prepare(round.rules[members[member]], in: headRows)
                    }
                }
            }
        }
        var prepared: [PreparedTail] = []
        for result in results {
            if let result { prepared.append(try result.get()) }
        }
        let tails = prepared
        let grain = 16
        var found = [[MergeCandidate]](repeating: [], count: (rows.count + grain - 1) / grain)
        found.withUnsafeMutableBufferPointer { found in
            let found = found
            pool.run(count: rows.count, grain: grain) { part in
                let scratch = MergeScratch()
                var candidates: [MergeCandidate] = []
                for row in rows[part] {
                    let left = tails[row.member]
                    for partner in row.partners where !isSkipped(row, partner) {
                        if let one = candidate(row, partner, left, tails[partner], headRows, scratch) {
                            candidates.append(one)
                        }
                    }
                }
                found[part.lowerBound / grain] = candidates
            }
        }
        return found
    }

    /// Whether a merge was evaluated before, or joins rules that have nothing to do with each other.
    private func isSkipped(_ row: Row, _ partner: Int) -> Bool {
        if row.skipsOld && !round.isFresh[members[row.member]] && !round.isFresh[members[partner]] { return true }
        return !mayJoin(row, partner)
    }

    /// The merge of two members, if it may be of use to one of them.
    private func candidate(
        _ row: Row, _ partner: Int, _ left: PreparedTail, _ right: PreparedTail, _ rows: HeadRows,
        _ scratch: MergeScratch
    ) -> MergeCandidate? {
        guard let price = pricer.price(left, right, in: rows, scratch) else { return nil }
        let (a, b) = (members[row.member], members[partner])
        let gain = round.nets[a] + round.nets[b] - price.net
        guard gain > worthwhile, gain >= min(round.floors[a], round.floors[b]) else { return nil }
        return MergeCandidate(
            gain: gain, first: Int32(min(a, b)), second: Int32(max(a, b)), head: row.kind, price: price)
    }

    private var worthwhile: Double { round.options.minimumGain - RuleMerging.largestCountStep }

    private func mayJoin(_ row: Row, _ partner: Int) -> Bool {
        guard row.needsConfidence else { return true }
        let (a, b) = (round.rules[members[row.member]].rule, round.rules[members[partner]].rule)
        return a.confident.containsAny(of: b.head) || b.confident.containsAny(of: a.head)
    }
}
