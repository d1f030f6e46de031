import NeSyLogic
import NeSyReport
import NeSyTensor

extension Cascade {
    /// The cascade to be drawn: a column for every layer, a box for every tail.
    public func diagram() -> CascadeDiagram {
        guard let first = layers.first else { return CascadeDiagram(classes: [], levels: []) }
        return CascadeDiagram(
            classLayer: first.name, classes: first.items,
            levels: steps.enumerated().map { index, step in
                let layer = layers[index + 1]
                let above = layers[index].items.count
                return CascadeDiagram.Level(
                    layer: layer.name,
                    rules: step.mined.rules.indices.map { place in
                        let (rule, text) = (step.mined.rules[place].rule, step.rules.rules[place])
                        let tail = rule.tail.map { $0 - above }
                        return CascadeDiagram.Rule(
                            heads: index == 0 ? rule.head : step.follows[place],
                            label: layer.label(of: tail, threshold: rule.tailThreshold),
                            detail: [text.text(), text.statisticsText()].compactMap(\.self).joined(separator: "\n"),
                            strength: text.support?.confidence ?? 0, emblem: layer.emblem(of: tail))
                    })
            })
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
