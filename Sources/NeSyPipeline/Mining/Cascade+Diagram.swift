import NeSyLogic
import NeSyReport
import NeSyTensor

extension Cascade {
    /// The cascade to be drawn: a column for every layer, a box for every tail.
    /// - Parameter limit: most tails in a column; those are left out whose rules save the fewest bits, and with them
    ///   what goes on from nowhere else.
    public func diagram(limit: Int = .max) -> CascadeDiagram {
        guard let first = layers.first else { return CascadeDiagram(classes: [], levels: []) }
        var levels: [CascadeDiagram.Level] = []
        // Where the rules of the step before are drawn.
        var drawn: [Int: Int] = [:]
        for (index, step) in steps.enumerated() {
            var places: [Int: Int] = [:]
            var rules: [CascadeDiagram.Rule] = []
            for place in step.mined.rules.indices where rules.count < limit {
                let heads =
                    index == 0 ? step.mined.rules[place].rule.head : step.follows[place].compactMap { drawn[$0] }
                if heads.isEmpty { continue }
                places[place] = rules.count
                rules.append(box(place, in: index, heads: heads))
            }
            levels.append(CascadeDiagram.Level(layer: layers[index + 1].name, rules: rules))
            drawn = places
        }
        return CascadeDiagram(classLayer: first.name, classes: first.items, levels: levels)
    }

    private func box(_ place: Int, in step: Int, heads: [Int]) -> CascadeDiagram.Rule {
        let layer = layers[step + 1]
        let rule = steps[step].mined.rules[place].rule
        let text = steps[step].rules.rules[place]
        let tail = rule.tail.map { $0 - layers[step].items.count }
        return CascadeDiagram.Rule(
            heads: heads, label: layer.label(of: tail, threshold: rule.tailThreshold),
            detail: [text.text(), text.statisticsText()].compactMap(\.self).joined(separator: "\n"),
            strength: text.support?.confidence ?? 0, emblem: layer.emblem(of: tail))
    }
}

extension Cascade.Layer {
    /// Most numbers that stand in a box.
    private static let shownNumbers = 6

    /// `2 of {17, 40, 41}` or `4 of 9: 2, 8, 10, 14, …`, the numbers being those of neurons or filters; of positions
    /// the filters they are of.
    fileprivate func label(of tail: [Int], threshold: Int) -> String {
        if tail.count == 1 { return items[tail[0]] }
        let places = tail.map { LayerItems.place($0, kind, shape) }
        let names = places.contains(nil) ? tail.map { items[$0] } : places.compactMap { $0.map { "\($0.filter)" } }
        var distinct: [String] = []
        for name in names where !distinct.contains(name) { distinct.append(name) }
        let isCut = distinct.count > Cascade.Layer.shownNumbers
        let list =
            (isCut ? distinct.prefix(Cascade.Layer.shownNumbers - 2) + ["…"] : distinct[...]).joined(separator: ", ")
        if kind == .positions {
            return "\(threshold) of \(tail.count) places, \(distinct.count == 1 ? "filter" : "filters") \(list)"
        }
        return isCut ? "\(threshold) of \(tail.count): \(list)" : "\(threshold) of {\(list)}"
    }

    /// Where the units of a convolution lie in its maps.
    fileprivate func emblem(of tail: [Int]) -> CascadeDiagram.Emblem? {
        guard kind == .positions, let shape else { return nil }
        return .positions(
            Set(tail.map { $0 / shape.channels }).sorted(), height: shape.height, width: shape.width)
    }
}
