import NeSy

/// Rules between layers on one line, however many items they have: long lists are cut, and the positions of a
/// convolution are told filter by filter.
struct ItemLines {
    private static let shownItems = 6
    private static let shownFilters = 4

    private let pair: LayerPair

    init(_ pair: LayerPair) { self.pair = pair }

    func text(_ rule: ItemRule) -> String {
        side(rule.head, rule.headThreshold) + " -> " + side(rule.tail, rule.tailThreshold)
    }

    /// As in `rules.txt`: `a`, `a or b`, `a and b`, `at least 2 of {a, b, c}`.
    private func side(_ items: [Int], _ threshold: Int) -> String {
        let list = names(items)
        if list.count == items.count, items.count == 1 || threshold == 1 || threshold == items.count {
            return list.joined(separator: threshold == 1 ? " or " : " and ")
        }
        let count = threshold == items.count ? "all \(threshold)" : "at least \(threshold)"
        return "\(count) of {\(list.joined(separator: ", "))}"
    }

    private func names(_ items: [Int]) -> [String] {
        if items.count <= ItemLines.shownItems { return items.map(pair.name) }
        guard let filters = filters(of: items) else {
            return items.prefix(ItemLines.shownItems).map(pair.name) + ["\(items.count - ItemLines.shownItems) more"]
        }
        let shown = filters.prefix(ItemLines.shownFilters).map { "\($0.name) at \(Figures.count($0.positions, "position"))" }
        let rest = filters.dropFirst(ItemLines.shownFilters)
        return rest.isEmpty ? shown : shown + ["\(rest.reduce(0) { $0 + $1.positions }) of \(Figures.count(rest.count, "more filter"))"]
    }

    /// The filters of positions, those with the most positions first; nil when the items are no positions.
    private func filters(of items: [Int]) -> [(name: String, positions: Int)]? {
        var counts: [String: (first: Int, positions: Int)] = [:]
        for item in items {
            let isHead = item < pair.heads.count
            let layer = isHead ? pair.heads : pair.tails
            guard let place = layer.place(isHead ? item : item - pair.heads.count), place.row != nil else { return nil }
            counts["\(layer.layer)_\(place.filter)", default: (item, 0)].positions += 1
        }
        return counts.map { (name: $0.key, positions: $0.value.positions, first: $0.value.first) }
            .sorted { ($1.positions, $0.first) < ($0.positions, $1.first) }
            .map { ($0.name, $0.positions) }
    }
}
