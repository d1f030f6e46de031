import NeSyTensor

/// Algorithms 2 and 3: merges rules with similar heads for as long as that shortens the whole.
///
/// A tail has one rule at any time, so the prices of rules add up and stay what they are: a merge is evaluated once.
/// In each round the best merges with disjoint tails are carried out, L_N(|M|) being what the set then is.
struct RuleMerging {
    let options: ExplaiNN
    let coder: RuleCoder
    let heads: HeadColumns
    let tails: TailLayer
    let pool: WorkerPool
    let rulesBefore: Int
    /// Groups of heads stay whole: only rules with the same head are merged.
    let headsAreFixed: Bool
    /// |T_x ∩ T_A|, `[rules, heads]`, of the rules that the search began with; empty when it cannot be used.
    let sharedRows: [Int32]

    /// Every rule there ever was; a rule's number is its place.
    private(set) var rules: [MergingRule]

    struct MergingRule {
        var rule: FoundRule
        /// The sum of the tails' code words.
        var tailBits: Double
        var isAlive = true
        var offers = MergeOffers()
    }

    init(
        options: ExplaiNN, coder: RuleCoder, heads: HeadColumns, tails: TailLayer, new: NewRuleSearch.Result,
        headsAreFixed: Bool, rulesBefore: Int, pool: WorkerPool
    ) {
        self.options = options
        self.coder = coder
        self.heads = heads
        self.tails = tails
        self.pool = pool
        self.rulesBefore = rulesBefore
        self.headsAreFixed = headsAreFixed
        let boundsApply = options.reading.mode == .robust && options.reading.cover == .applies && rulesBefore == 0
        sharedRows = boundsApply ? new.sharedRows : []
        rules = []
        rules = new.rules.map(make)
    }

    private func make(_ rule: FoundRule) -> MergingRule {
        MergingRule(rule: rule, tailBits: rule.tail.reduce(0) { $0 + coder.codeWords[tails.firstItem + $1] })
    }

    mutating func run(
        observe: (ExplaiNN.Phase, Int, Int) throws(NeSyError) -> Void
    ) throws(NeSyError) -> [FoundRule] {
        let before = rules.count
        var alive = before
        var fresh = Array(rules.indices)
        while !fresh.isEmpty {
            try observe(.merging, before - alive, before)
            try evaluate(fresh)
            let merged = mergeBest()
            alive -= merged.count
            let isAlive = rules.map(\.isAlive)
            for index in rules.indices where isAlive[index] {
                rules[index].offers.keep { isAlive[Int($0)] }
            }
            fresh = rules.indices.filter { rules[$0].isAlive && rules[$0].offers.isExhausted } + merged
        }
        try observe(.merging, before, before)
        return rules.filter(\.isAlive).map(\.rule)
    }

    /// Carries out the best merges of rules that have no part in a better one; returns the new rules' numbers.
    private mutating func mergeBest() -> [Int] {
        let candidates = rules.filter(\.isAlive).flatMap(\.offers.candidates).sorted(by: MergeCandidate.isBetter)
        var count = rulesBefore + rules.reduce(0) { $0 + ($1.isAlive ? 1 : 0) }
        var merged: [Int] = []
        for candidate in candidates {
            let (first, second) = (Int(candidate.first), Int(candidate.second))
            guard rules[first].isAlive && rules[second].isAlive else { continue }
            let gain = candidate.gain + coder.ruleCount(count) - coder.ruleCount(count - 1)
            guard gain > options.minimumGain else { continue }
            let (a, b, price) = (rules[first].rule, rules[second].rule, candidate.price)
            rules[first].isAlive = false
            rules[second].isAlive = false
            merged.append(rules.count)
            rules.append(
                make(
                    FoundRule(
                        head: candidate.head == .union ? a.head.union(b.head) : a.head.intersection(b.head),
                        tail: a.tail.union(b.tail), headThreshold: Int(price.headThreshold),
                        tailThreshold: Int(price.tailThreshold), net: price.net, model: price.model,
                        applies: Int(price.applies), holds: Int(price.holds))))
            count -= 1
        }
        return merged
    }

    /// Offers merges to the rules they are of.
    mutating func offer(_ candidates: [MergeCandidate]) {
        for candidate in candidates {
            rules[Int(candidate.first)].offers.insert(candidate)
            rules[Int(candidate.second)].offers.insert(candidate)
        }
    }

    mutating func forgetOffers(of rule: Int) { rules[rule].offers.clear() }

    /// The most that one rule less saves in L_N(|M|): a merge that loses more is of no use at any time.
    static let largestCountStep = (2...8).map { CodeLength.integer($0) - CodeLength.integer($0 - 1) }.max() ?? 0
}

extension Array where Element == Int {
    /// Of ascending numbers, ascending.
    func union(_ other: [Int]) -> [Int] { self == other ? self : Set(self).union(other).sorted() }
    func intersection(_ other: [Int]) -> [Int] { self == other ? self : filter(Set(other).contains) }
}
