import CMicro
import NeSyCompute
import NeSyTensor

/// Algorithm 1 for every tail item: the best rule that has it alone as its tail.
struct NewRuleSearch {
    let options: ExplaiNN
    let coder: RuleCoder
    let heads: HeadCandidates
    let tails: TailLayer
    let pool: WorkerPool

    /// - Returns: the rules that save bits, by their tails.
    func run(
        rulesBefore: Int, backend: any ComputeBackend,
        observe: (ExplaiNN.Phase, Int, Int) throws(NeSyError) -> Void
    ) throws(NeSyError) -> [FoundRule] {
        var counter = SharedRowCounter(heads: heads.columns, backend: backend, pool: pool)
        var rules: [FoundRule] = []
        var first = 0
        while first < tails.count {
            let block = first..<min(tails.count, first + counter.tailsAtOnce)
            try tails.source.withColumns(block) { columns throws(NeSyError) in
                let counts = try counter.count(columns)
                let left = tails.whatIsLeft(of: block, columns)
                let leftCounts: [Int32]
                if let left {
                    var result: Result<[Int32], NeSyError> = .success([])
                    left.withUnsafeBufferPointer { left in
                        result = Result { () throws(NeSyError) in try counter.count(left) }
                    }
                    leftCounts = try result.get()
                } else {
                    leftCounts = counts
                }
                try observe(.counting, block.upperBound, tails.count)
                let found = search(block, columns, left: left, counts: counts, leftCounts: leftCounts)
                accept(found, after: rulesBefore, into: &rules)
                try observe(.newRules, block.upperBound, tails.count)
            }
            first = block.upperBound
        }
        return rules
    }

    /// Takes a rule after the other into the set if it shortens the whole.
    private func accept(_ found: [FoundRule?], after rulesBefore: Int, into rules: inout [FoundRule]) {
        for case let rule? in found {
            let count = rulesBefore + rules.count
            let gain = -rule.net + coder.ruleCount(count) - coder.ruleCount(count + 1)
            if gain > options.minimumGain { rules.append(rule) }
        }
    }

    private func search(
        _ block: Range<Int>, _ columns: UnsafeBufferPointer<UInt64>, left: [UInt64]?, counts: [Int32],
        leftCounts: [Int32]
    ) -> [FoundRule?] {
        let (words, width) = (heads.columns.words, heads.columns.count)
        let grain = 16
        var found = [FoundRule?](repeating: nil, count: block.count)
        found.withUnsafeMutableBufferPointer { found in
            let found = found
            pool.run(count: block.count, grain: grain) { part in
                let scratch = PrefixHistograms(capacity: min(options.headCap, width))
                for index in part {
                    let place = index * width..<(index + 1) * width
                    let tail = TailCounts(
                        tail: block.lowerBound + index, column: columns.baseAddress! + index * words,
                        counts: counts[place], leftCounts: leftCounts[place])
                    if heads.groups != nil {
                        found[index] = bestGroup(tail)
                    } else if heads.columns.areDisjoint {
                        found[index] = bestOfDisjoint(tail)
                    } else if let left {
                        found[index] = left.withUnsafeBufferPointer {
                            bestPrefix(tail, left: $0.baseAddress! + index * words, scratch)
                        }
                    } else {
                        found[index] = bestPrefix(tail, left: nil, scratch)
                    }
                }
            }
        }
        return found
    }

    /// A tail item and how many of its rows each head has: of all of them, and of those that are left.
    private struct TailCounts {
        let tail: Int
        let column: UnsafePointer<UInt64>
        let counts: ArraySlice<Int32>
        let leftCounts: ArraySlice<Int32>

        func all(_ head: Int) -> Int { Int(counts[counts.startIndex + head]) }
        func left(_ head: Int) -> Int { Int(leftCounts[leftCounts.startIndex + head]) }
    }

    // MARK: - Candidates

    /// Whether a head has the tail often enough.
    private func isConfident(_ head: Int, _ tail: TailCounts) -> Bool {
        let (shared, usage) = (tail.left(head), heads.columns.usage[head])
        guard shared > 0, Double(shared) >= options.theta * Double(usage) else { return false }
        return !options.usesLift || shared * coder.rows > tails.left[tail.tail] * usage
    }

    /// The heads that a rule may have, by confidence descending, ties by their number; and all of them as a set.
    private func candidates(_ tail: TailCounts) -> (list: ArraySlice<Int>, all: ItemSet) {
        let usage = heads.columns.usage
        var list = (0..<heads.columns.count).filter { isConfident($0, tail) }
        var all = ItemSet()
        for head in list { all.insert(head) }
        list.sort { a, b in
            let (left, right) = (tail.left(a) * usage[b], tail.left(b) * usage[a])
            return left != right ? left > right : a < b
        }
        return (list.prefix(options.headCap), all)
    }

    // MARK: - The best rule

    /// The best of the rules that were offered for one tail.
    private struct Best {
        let tail: Int
        let tailBits: Double
        private var rule: FoundRule?
        /// How many of the candidates are its head, or which of the groups.
        private var choice = 0

        init(tail: Int, tailBits: Double) {
            self.tail = tail
            self.tailBits = tailBits
        }

        /// With the head that it has from a list.
        func rule(from list: ArraySlice<Int>, confident: ItemSet) -> FoundRule? {
            guard var rule else { return nil }
            rule.head = list.prefix(choice).sorted()
            rule.confident = confident
            return rule
        }

        /// With the group that is its head.
        func rule(of groups: [HeadCandidates.Group]) -> FoundRule? {
            guard var rule else { return nil }
            rule.head = groups[choice].items
            return rule
        }

        /// A rule replaces one that is not better: ties go to the one offered first.
        mutating func offer(
            _ counts: RuleCounts, left: Int, headThreshold: Int, headBits: Double, choice: Int,
            _ search: NewRuleSearch
        ) {
            let bits = search.coder.length(counts, headThreshold: headThreshold, tails: 1)
            let before = search.tails.left[tail]
            let saved = search.coder.column(before) - search.coder.column(before - left)
            let model = headBits + tailBits + bits.model
            let net = model + bits.data - saved
            if let rule, rule.net <= net { return }
            self.choice = choice
            rule = FoundRule(
                head: [], tail: [tail], headThreshold: headThreshold, tailThreshold: 1, net: net, model: model,
                applies: counts.applies, holds: counts.holds)
        }
    }

    private func best(of tail: TailCounts) -> Best {
        Best(tail: tail.tail, tailBits: coder.items(CollectionOfOne(tails.firstItem + tail.tail)))
    }

    /// Heads that share no rows: the counts of their union are sums, and one of them is all that can be set.
    private func bestOfDisjoint(_ tail: TailCounts) -> FoundRule? {
        var best = best(of: tail)
        let (list, all) = candidates(tail)
        var (applies, holds, left, words) = (0, 0, 0, 0.0)
        for (index, head) in list.enumerated() {
            applies += heads.columns.usage[head]
            holds += tail.all(head)
            left += tail.left(head)
            words += coder.codeWords[head]
            best.offer(
                RuleCounts(applies: applies, holds: holds, onesMinus: 0, onesPlus: 0), left: left,
                headThreshold: 1, headBits: words + CodeLength.integer(index + 1), choice: index + 1, self)
        }
        return best.rule(from: list, confident: all)
    }

    private func bestPrefix(
        _ tail: TailCounts, left: UnsafePointer<UInt64>?, _ scratch: PrefixHistograms
    ) -> FoundRule? {
        let (list, all) = candidates(tail)
        if list.isEmpty { return nil }
        scratch.fill(heads.columns, list, tail: tail.column, left: left)
        var best = best(of: tail)
        var words = 0.0
        for index in list.indices {
            words += coder.codeWords[list[index]]
            // A threshold more loses the rows with exactly as many.
            var (applies, holds, kept) = scratch.totals(prefix: index)
            for threshold in 1...index + 1 where applies > 0 {
                best.offer(
                    RuleCounts(applies: applies, holds: holds, onesMinus: 0, onesPlus: 0), left: kept,
                    headThreshold: threshold, headBits: words + CodeLength.integer(index + 1), choice: index + 1,
                    self)
                let exact = scratch.rows(prefix: index, count: threshold)
                applies -= exact.applies
                holds -= exact.holds
                kept -= exact.left
            }
        }
        return best.rule(from: list, confident: all)
    }

    private func bestGroup(_ tail: TailCounts) -> FoundRule? {
        guard let groups = heads.groups else { return nil }
        var best = best(of: tail)
        for (index, group) in groups.enumerated() where isConfident(index, tail) {
            best.offer(
                RuleCounts(
                    applies: heads.columns.usage[index], holds: tail.all(index), onesMinus: 0, onesPlus: 0),
                left: tail.left(index), headThreshold: group.threshold, headBits: coder.items(group.items),
                choice: index, self)
        }
        return best.rule(of: groups)
    }
}
