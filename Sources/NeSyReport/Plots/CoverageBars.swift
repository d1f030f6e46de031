/// What the rules make of every class: a bar of the shares that are right, wrong, and without a class.
public struct CoverageBars: Sendable, Hashable {
    /// One class.
    struct Bar: Sendable, Hashable {
        var className: String
        var right: Int
        var wrong: Int
        var unclassified: Int
        /// The share of its images that the network names rightly; a tick on the bar.
        var networkRight: Double?

        var total: Int { right + wrong + unclassified }
    }

    let bars: [Bar]

    init(_ bars: [Bar]) { self.bars = bars }

    /// - Parameter network: its matrix, if it tells the same classes apart.
    public init(rules: ConfusionMatrix, network: ConfusionMatrix? = nil) {
        bars = rules.given.indices.map { row in
            let none = rules.unclassified?[row] ?? 0
            let right = rules.right(row)
            let total = rules.total(row)
            var bar = Bar(
                className: rules.given[row], right: right, wrong: total - right - none, unclassified: none)
            if let network, network.given == rules.given, network.total(row) > 0 {
                bar.networkRight = Double(network.right(row)) / Double(network.total(row))
            }
            return bar
        }
    }

    public var document: SVGDocument {
        let longest = bars.map { TextWidth.estimate($0.className, size: 12) }.max() ?? 0
        let left = min(150, longest + 4) + 10
        let (length, height) = (300.0, bars.count > 14 ? 18.0 : 26.0)
        let top = 44.0
        let hasTicks = bars.contains { $0.networkRight != nil }
        let width = left + length + 112
        var elements: [SVGElement] = [
            .text("What the rules make of each class", x: 2, y: 15, size: 13, isBold: true)
        ]
        var x = 2.0
        for (label, paint) in [("right", Paint.right), ("wrong", .wrong), ("no class", .undecided)] {
            elements.append(.rectangle(x: x, y: 24, width: 10, height: 10).filled(paint))
            elements.append(.text(label, x: x + 15, y: 33, size: 11).filled(.muted))
            x += TextWidth.estimate(label, size: 11) + 32
        }
        if hasTicks {
            elements.append(.line(x1: x + 3, y1: 22, x2: x + 3, y2: 36).stroked(.ink, width: 2))
            elements.append(.text("network right", x: x + 12, y: 33, size: 11).filled(.muted))
        }
        for (index, bar) in bars.enumerated() {
            let y = top + Double(index) * height
            elements.append(
                .text(
                    bar.className, x: left - 8, y: y + height / 2 + 4, anchor: .end, fitting: left - 10))
            elements.append(row(bar, x: left, y: y, length: length, height: height))
            let text = bar.total == 0 ? "no images" : "\(bar.share(bar.right).percent) of \(bar.total.grouped)"
            elements.append(
                .text(text, x: left + length + 10, y: y + height / 2 + 4, size: 11.5).filled(.muted))
        }
        return SVGDocument(
            width: width, height: top + Double(bars.count) * height + 8, title: "What the rules make of each class",
            summary: summary, elements: elements)
    }

    private func row(_ bar: Bar, x: Double, y: Double, length: Double, height: Double) -> SVGElement {
        var parts: [SVGElement] = []
        var from = x
        for (count, paint) in [(bar.right, Paint.right), (bar.wrong, .wrong), (bar.unclassified, .undecided)]
        where count > 0 {
            let part = bar.share(count) * length
            parts.append(.rectangle(x: from, y: y + 4, width: part, height: height - 8).filled(paint))
            from += part
        }
        if bar.total == 0 {
            parts.append(.line(x1: x, y1: y + height / 2, x2: x + length, y2: y + height / 2).stroked(.faint))
        }
        if let share = bar.networkRight {
            let place = x + share * length
            // Stands out on every colour of the bar.
            parts.append(
                .line(x1: place, y1: y + 1, x2: place, y2: y + height - 1).stroked(.paper, width: 4))
            parts.append(
                .line(x1: place, y1: y + 1, x2: place, y2: y + height - 1).stroked(.ink, width: 2))
        }
        return SVGElement.group(parts).titled(words(bar))
    }

    private func words(_ bar: Bar) -> String {
        guard bar.total > 0 else { return "\(bar.className): no images" }
        let network = bar.networkRight.map { "; network right \($0.percent)" } ?? ""
        return "\(bar.className): right \(bar.share(bar.right).percent), wrong \(bar.share(bar.wrong).percent), "
            + "no class \(bar.share(bar.unclassified).percent) of \(bar.total.grouped)\(network)"
    }

    private var summary: String {
        let order = bars.filter { $0.total > 0 }.sorted { $0.share($0.right) < $1.share($1.right) }
        guard let worst = order.first, let best = order.last else { return "There are no images." }
        if order.count == 1 { return "\(worst.className) \(worst.share(worst.right).percent) right." }
        return "Worst: \(worst.className), \(worst.share(worst.right).percent) right. "
            + "Best: \(best.className), \(best.share(best.right).percent) right."
    }
}

extension CoverageBars.Bar {
    /// Of the images of the class; 0 without any.
    func share(_ count: Int) -> Double { total == 0 ? 0 : Double(count) / Double(total) }
}
