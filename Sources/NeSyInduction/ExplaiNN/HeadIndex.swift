/// The rules of a round by their heads, and which heads are similar.
struct HeadIndex {
    /// The different heads, in the order of their first rules.
    private(set) var heads: [[Int]] = []
    /// The rules of each, ascending.
    private(set) var rules: [[Int]] = []
    /// Whether one of them is new.
    private(set) var isFresh: [Bool] = []
    /// The head of each rule.
    private(set) var place: [Int: Int] = [:]

    /// The items that are confident of a tail of each head's rules.
    private var confident: [ItemSet] = []
    private let mu: Int
    /// The heads that are similar to some head without a common item.
    private let small: [Int]

    /// Whether two heads without a common item are paired only where one is confident of a tail of the other: θ keeps
    /// such items out of new rules, and without it all rules with small heads would pair. Our reading, for many rules;
    /// the paper pairs them all.
    private let isSelective: Bool
    /// Up to so many rules with small heads all are paired.
    private static let allRules = 192

    /// Two heads, by number, whose rules may be merged; the first is not larger.
    struct Pair {
        var first: Int
        var second: Int
        var areDisjoint: Bool
        /// Whether rules merge only where the head of one is confident of a tail of the other.
        var needsConfidence: Bool
    }

    /// How many rules two heads have between them to merge, at most.
    func size(_ pair: Pair) -> Int { rules[pair.first].count * rules[pair.second].count }

    /// - Parameter mu: in how many items similar heads differ at most.
    init(_ members: some Sequence<(number: Int, rule: FoundRule, isFresh: Bool)>, mu: Int) {
        self.mu = mu
        var places: [[Int]: Int] = [:]
        for member in members {
            let place = places[member.rule.head] ?? heads.count
            if place == heads.count {
                places[member.rule.head] = place
                heads.append(member.rule.head)
                rules.append([])
                isFresh.append(false)
                confident.append(ItemSet())
            }
            rules[place].append(member.number)
            self.place[member.number] = place
            confident[place].formUnion(member.rule.confident)
            if member.isFresh { isFresh[place] = true }
        }
        let small = zip(heads, rules).enumerated().filter { $0.element.0.count < mu }
        self.small = small.map(\.offset)
        isSelective = small.reduce(0) { $0 + $1.element.1.count } > HeadIndex.allRules
    }

    /// Two heads as a pair, if they are similar.
    func pair(_ a: Int, _ b: Int) -> Pair? {
        pair(a, b, shared: a == b ? heads[a].count : heads[a].ascendingIntersection(heads[b]).count)
    }

    private func pair(_ a: Int, _ b: Int, shared: Int) -> Pair? {
        guard heads[a].count + heads[b].count - 2 * shared <= mu, shared > 0 || mayJoin(a, b) else { return nil }
        return Pair(
            first: min(a, b), second: max(a, b), areDisjoint: shared == 0,
            needsConfidence: shared == 0 && isSelective)
    }

    private func mayJoin(_ a: Int, _ b: Int) -> Bool {
        !isSelective || confident[a].containsAny(of: heads[b]) || confident[b].containsAny(of: heads[a])
    }

    /// Every pair of similar heads of which one has a new rule; a head pairs with itself.
    func pairs(itemCount: Int) -> [Pair] {
        var headsOf = [[Int]](repeating: [], count: itemCount)
        for (place, head) in heads.enumerated() {
            for item in head { headsOf[item].append(place) }
        }
        var shared = [Int](repeating: 0, count: heads.count)
        var pairs: [Pair] = []
        for place in heads.indices where isFresh[place] {
            let head = heads[place]
            pairs.append(Pair(first: place, second: place, areDisjoint: false, needsConfidence: false))
            if mu == 0 { continue }
            var met: [Int] = []
            for item in head {
                for other in headsOf[item] {
                    if shared[other] == 0 { met.append(other) }
                    shared[other] += 1
                }
            }
            if head.count < mu { met += small.filter { shared[$0] == 0 && mayJoin(place, $0) } }
            met.sort()
            for other in met where other != place && !(isFresh[other] && other < place) {
                if let pair = pair(place, other, shared: shared[other]) { pairs.append(pair) }
            }
            for other in met { shared[other] = 0 }
        }
        return pairs
    }
}
