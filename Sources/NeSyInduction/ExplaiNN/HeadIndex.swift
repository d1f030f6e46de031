/// The rules of a round by their heads, and which heads are similar.
struct HeadIndex {
    /// The different heads, in the order of their first rules.
    private(set) var heads: [[Int]] = []
    /// The rules of each, ascending.
    private(set) var rules: [[Int]] = []
    /// Whether one of them is new.
    private(set) var isFresh: [Bool] = []

    /// Two heads, by number, whose rules may be merged; the first is not larger.
    struct Pair {
        var first: Int
        var second: Int
        var areDisjoint: Bool
    }

    init(_ members: some Sequence<(rule: Int, head: [Int], isFresh: Bool)>) {
        var places: [[Int]: Int] = [:]
        for member in members {
            let place = places[member.head] ?? heads.count
            if place == heads.count {
                places[member.head] = place
                heads.append(member.head)
                rules.append([])
                isFresh.append(false)
            }
            rules[place].append(member.rule)
            if member.isFresh { isFresh[place] = true }
        }
    }

    /// Every pair of heads that differ in at most `mu` items and of which one has a new rule; a head pairs with itself.
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
            if head.count < mu { met += small.filter { shared[$0] == 0 } }
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
