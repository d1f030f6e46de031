import NeSyTensor

/// Algorithms 2 and 3: merges rules with similar heads for as long as that shortens the whole.
///
/// A tail has one rule at any time, so the prices of rules add up and stay what they are: a merge is evaluated once.
/// In each round the best merges with disjoint tails are carried out, L_N(|M|) being what the set then is. New rules
/// are tried with all others whose heads are similar, as ``HeadIndex`` has it, unless these are very many; then with
/// those that their parents would have done best to merge with. The search ends when no such merge gains.
struct RuleMerging {
    let options: ExplaiNN
    let coder: RuleCoder
    let heads: HeadColumns
    let tails: TailLayer
    let pool: WorkerPool
    let rulesBefore: Int
    /// Groups of heads stay whole: only rules with the same head are merged.
    let headsAreFixed: Bool

    /// Every rule there ever was; a rule's number is its place.
    private(set) var rules: [MergingRule] = []
    /// What became of each: its own number while it is part of the set, that of the merged rule afterwards.
    private var successors: [Int32] = []
    private(set) var offers: [MergeOffers] = []
    /// Whether all merges of a rule have been offered, to it and to those it may merge with.
    private var isTried: [Bool] = []

    init(
        options: ExplaiNN, coder: RuleCoder, heads: HeadColumns, tails: TailLayer, rules new: [FoundRule],
        headsAreFixed: Bool, rulesBefore: Int, pool: WorkerPool
    ) {
        self.options = options
        self.coder = coder
        self.heads = heads
        self.tails = tails
        self.pool = pool
        self.rulesBefore = rulesBefore
        self.headsAreFixed = headsAreFixed
        for rule in new { append(rule) }
    }

    private mutating func append(_ rule: FoundRule) {
        successors.append(Int32(rules.count))
        offers.append(MergeOffers())
        isTried.append(false)
        rules.append(
            MergingRule(rule: rule, tailBits: rule.tail.reduce(0) { $0 + coder.codeWords[tails.firstItem + $1] }))
    }

    func isAlive(_ rule: Int) -> Bool { successors[rule] == Int32(rule) }

    private var alive: [Int] { rules.indices.filter(isAlive) }

    mutating func run(
        observe: (ExplaiNN.Phase, Int, Int) throws(NeSyError) -> Void
    ) throws(NeSyError) -> [FoundRule] {
        let before = rules.count
        var fresh = alive
        var isLast = true
        while !fresh.isEmpty {
            let count = alive.count
            let triedAll = try evaluate(fresh, completely: isLast) { () throws(NeSyError) in
                try observe(.merging, before - count, before)
            }
            for rule in fresh { isTried[rule] = triedAll }
            let merged = mergeBest()
            let isAlive = rules.indices.map(isAlive)
            for rule in alive { offers[rule].keep(of: Int32(rule)) { isAlive[Int($0)] } }
            fresh = alive.filter { offers[$0].isExhausted || $0 >= rules.count - merged }
            isLast = fresh.isEmpty
            if isLast { fresh = alive.filter { !isTried[$0] } }
        }
        try observe(.merging, before, before)
        return alive.map { rules[$0].rule }
    }

    /// Carries out the best merges of rules that have no part in a better one; returns how many.
    private mutating func mergeBest() -> Int {
        let candidates = alive.flatMap { offers[$0].candidates }.sorted(by: MergeCandidate.isBetter)
        let before = rules.count
        var count = rulesBefore + alive.count
        for candidate in candidates {
            let (first, second) = (Int(candidate.first), Int(candidate.second))
            guard isAlive(first) && isAlive(second) else { continue }
            let gain = candidate.gain + coder.ruleCount(count) - coder.ruleCount(count - 1)
            guard gain > options.minimumGain else { continue }
            let (a, b, price) = (rules[first].rule, rules[second].rule, candidate.price)
            var confident = a.confident
            confident.formUnion(b.confident)
            successors[first] = Int32(rules.count)
            successors[second] = Int32(rules.count)
            append(
                FoundRule(
                    head: candidate.head == .union
                        ? a.head.ascendingUnion(b.head) : a.head.ascendingIntersection(b.head),
                    tail: a.tail.ascendingUnion(b.tail), headThreshold: Int(price.headThreshold),
                    tailThreshold: Int(price.tailThreshold), net: price.net, model: price.model,
                    applies: Int(price.applies), holds: Int(price.holds), confident: confident))
            offers[rules.count - 1].inherit(
                offers[first].partners(of: candidate.first) + offers[second].partners(of: candidate.second))
            count -= 1
        }
        return rules.count - before
    }

    /// The rules that have come of those that a rule would have done best to merge with, ascending.
    func partners(of rule: Int) -> [Int] {
        var partners = Set<Int32>()
        for partner in offers[rule].partners(of: Int32(rule)) {
            var heir = partner
            while successors[Int(heir)] != heir { heir = successors[Int(heir)] }
            if heir != Int32(rule) { partners.insert(heir) }
        }
        return partners.map(Int.init).sorted()
    }

    /// Offers merges to the rules they are of.
    mutating func offer(_ candidates: [MergeCandidate]) {
        for candidate in candidates {
            offers[Int(candidate.first)].insert(candidate)
            offers[Int(candidate.second)].insert(candidate)
        }
    }

    mutating func forgetOffers(of rule: Int) { offers[rule].clear() }

    /// The most that one rule less saves in L_N(|M|): a merge that loses more is of no use at any time.
    static let largestCountStep = (2...8).map { CodeLength.integer($0) - CodeLength.integer($0 - 1) }.max() ?? 0
}
