import NeSy

/// Rules between layers on one line, however many items they have: long lists are cut, nearly all classes are told by
/// those that are missing, and the positions of a convolution are told filter by filter.
struct ItemLines {
    private static let shownItems = 6
    private static let shownFilters = 4

    private let pair: LayerPair

    init(_ pair: LayerPair) { self.pair = pair }

    func text(_ rule: ItemRule) -> String {
        let head = classesBut(rule.head, rule.headThreshold) ?? side(rule.head, rule.headThreshold)
        return head + " -> " + side(rule.tail, rule.tailThreshold)
    }

    /// As in `rules.txt`, but no longer than a line.
    private func side(_ items: [Int], _ threshold: Int) -> String {
        if items.count <= ItemLines.shownItems {
            return CountCondition(atLeast: threshold, of: items.map(pair.name)).text()
        }
        let list = filters(of: items) ?? cut(items.map(pair.name), to: ItemLines.shownItems) { "\($0.count) more" }
        return "at least \(threshold) of {\(list.joined(separator: ", "))}"
    }

    /// `any output`, `any output but shirt`: most of the classes, when one of them is enough.
    private func classesBut(_ items: [Int], _ threshold: Int) -> String? {
        let heads = pair.heads
        guard heads.kind == .classes, threshold == 1, items.count > 2, items.count > 2 * (heads.count - items.count),
            items.allSatisfy({ $0 < heads.count })
        else { return nil }
        let named = Set(items)
        let others = (0..<heads.count).filter { !named.contains($0) }.map { heads.names[$0] }
        guard others.count <= ItemLines.shownItems else { return nil }
        return "any \(heads.layer)" + (others.isEmpty ? "" : " but \(others.joined(separator: ", "))")
    }

    /// The filters of positions, those with the most positions first; nil when the items are no positions.
    private func filters(of items: [Int]) -> [String]? {
        var counts: [String: (first: Int, positions: Int)] = [:]
        for item in items {
            let isHead = item < pair.heads.count
            let layer = isHead ? pair.heads : pair.tails
            guard let place = layer.place(isHead ? item : item - pair.heads.count), place.row != nil else { return nil }
            counts["\(layer.layer)_\(place.filter)", default: (item, 0)].positions += 1
        }
        let filters = counts.map { (name: $0.key, positions: $0.value.positions, first: $0.value.first) }
            .sorted { ($1.positions, $0.first) < ($0.positions, $1.first) }
        func text(_ count: Int) -> String { Figures.count(count, "position") }
        return cut(filters.map { "\($0.name) at \(text($0.positions))" }, to: ItemLines.shownFilters) { rest in
            "\(text(filters[rest].reduce(0) { $0 + $1.positions })) of \(rest.count) more filters"
        }
    }

    /// The first of many words, and in place of the others one about them; never a word about a single other.
    private func cut(_ words: [String], to limit: Int, rest: (Range<Int>) -> String) -> [String] {
        if words.count <= limit + 1 { return words }
        return words.prefix(limit) + [rest(limit..<words.count)]
    }
}
