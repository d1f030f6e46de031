/// The merges that would all have one and the same head.
struct MergeGroup {
    let head: [Int]
    private(set) var blocks: [Block]

    /// Merges of the rules of two heads.
    struct Block {
        let heads: HeadIndex.Pair
        let kind: MergeCandidate.Head
        let merges: Merges
    }

    enum Merges {
        /// Of all rules of the heads, one of them new.
        case all
        /// Of these, a rule of the first head and one of the second.
        case listed([(first: Int, second: Int)])
    }

    /// All merges of some pairs of heads. Heads without a common item seldom share their union with others: each such
    /// pair is a group of its own.
    static func all(of pairs: [HeadIndex.Pair], in index: HeadIndex) -> [MergeGroup] {
        group(pairs.lazy.map { ($0, .all) }, in: index)
    }

    /// Some merges, as pairs of rules.
    static func some(_ merges: [(Int, Int)], in index: HeadIndex) -> [MergeGroup] {
        struct Key: Hashable { var first, second: Int }
        var places: [Key: Int] = [:]
        var lists: [(heads: HeadIndex.Pair, merges: [(first: Int, second: Int)])] = []
        for merge in merges {
            guard let a = index.place[merge.0], let b = index.place[merge.1] else { continue }
            let key = Key(first: min(a, b), second: max(a, b))
            if places[key] == nil {
                places[key] = -1
                if let pair = index.pair(a, b) {
                    places[key] = lists.count
                    lists.append((pair, []))
                }
            }
            if let place = places[key], place >= 0 {
                lists[place].merges.append(a <= b ? (merge.0, merge.1) : (merge.1, merge.0))
            }
        }
        return group(lists.lazy.map { ($0.heads, .listed($0.merges)) }, in: index)
    }

    private static func group(
        _ lists: some Sequence<(HeadIndex.Pair, Merges)>, in index: HeadIndex
    ) -> [MergeGroup] {
        var groups: [MergeGroup] = []
        var places: [[Int]: Int] = [:]
        for (pair, merges) in lists {
            let (a, b) = (index.heads[pair.first], index.heads[pair.second])
            if pair.areDisjoint {
                groups.append(
                    MergeGroup(head: a.ascendingUnion(b), blocks: [Block(heads: pair, kind: .union, merges: merges)]))
                continue
            }
            let kinds: [MergeCandidate.Head] = pair.first == pair.second ? [.union] : [.union, .intersection]
            for kind in kinds {
                let head = kind == .union ? a.ascendingUnion(b) : a.ascendingIntersection(b)
                let block = Block(heads: pair, kind: kind, merges: merges)
                if let place = places[head] {
                    groups[place].blocks.append(block)
                } else {
                    places[head] = groups.count
                    groups.append(MergeGroup(head: head, blocks: [block]))
                }
            }
        }
        return groups
    }

    /// Up to how many merges there are.
    func size(in index: HeadIndex) -> Int {
        blocks.reduce(0) { sum, block in
            switch block.merges {
            case .all: sum + index.size(block.heads)
            case .listed(let list): sum + list.count
            }
        }
    }

    /// Divides groups by their sizes: large ones alone, small ones together.
    static func batches(_ groups: [MergeGroup], in index: HeadIndex) -> [ArraySlice<MergeGroup>] {
        let (large, together) = (4096, 1 << 17)
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
