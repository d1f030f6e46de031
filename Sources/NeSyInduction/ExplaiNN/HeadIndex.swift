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

    /// Two heads, by number, whose rules may be merged; the first is not larger.
    struct Pair {
        var first: Int
        var second: Int
        var areDisjoint: Bool
    }

    /// How many rules two heads have between them to merge, at most.
    func size(_ pair: Pair) -> Int { rules[pair.first].count * rules[pair.second].count }

    init(_ members: some Sequence<(number: Int, rule: FoundRule, isFresh: Bool)>) {
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
    }

    /// Two heads as a pair, if they differ in at most `mu` items.
    func pair(_ a: Int, _ b: Int, mu: Int) -> Pair? {
        let shared = a == b ? heads[a].count : heads[a].intersection(heads[b]).count
        guard heads[a].count + heads[b].count - 2 * shared <= mu, shared > 0 || mayJoin(a, b) else { return nil }
        return Pair(first: min(a, b), second: max(a, b), areDisjoint: shared == 0)
    }

    /// Whether an item of one head is confident of a tail of the other.
    private func mayJoin(_ a: Int, _ b: Int) -> Bool {
        confident[a].containsAny(of: heads[b]) || confident[b].containsAny(of: heads[a])
    }

    /// Every pair of heads that differ in at most `mu` items and of which one has a new rule; a head pairs with itself.
    ///
    /// Heads without a common item are paired only where one is confident of a tail of the other: θ keeps such items
    /// out of new rules, and without it all rules with small heads would pair. Our reading; the paper is silent.
    func pairs(mu: Int, itemCount: Int) -> [Pair] {
        var headsOf = [[Int]](repeating: [], count: itemCount)
        for (place, head) in heads.enumerated() {
            for item in head { headsOf[item].append(place) }
        }
        let small = heads.indices.filter { heads[$0].count < mu }
        var shared = [Int](repeating: 0, count: heads.count)
        var pairs: [Pair] = []
        for place in heads.indices where isFresh[place] {
            let head = heads[place]
            pairs.append(Pair(first: place, second: place, areDisjoint: false))
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
                if head.count + heads[other].count - 2 * shared[other] <= mu {
                    pairs.append(
                        Pair(
                            first: min(place, other), second: max(place, other), areDisjoint: shared[other] == 0))
                }
            }
            for other in met { shared[other] = 0 }
        }
        return pairs
    }
}
