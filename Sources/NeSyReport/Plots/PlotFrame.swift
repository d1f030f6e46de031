/// The ground of a plot: where its axes lie, the lines of its grid and the numbers beside them.
struct PlotFrame: Sendable, Hashable {
    var left = 44.0
    var top = 34.0
    var right: Double
    var bottom: Double
    var across: PlotAxis
    var up: PlotAxis

    func x(_ value: Double) -> Double { across.place(value, left, right) }
    func y(_ value: Double) -> Double { up.place(value, bottom, top) }

    /// Heading, grid and numbers.
    /// - Parameters:
    ///   - across: what the horizontal axis shows.
    ///   - label: how a number beside the vertical axis is written.
    func elements(title: String, across title2: String, label: (Double) -> String) -> [SVGElement] {
        var out: [SVGElement] = [.text(title, x: 2, y: 15, size: 13, isBold: true, fitting: right - 2)]
        for tick in up.ticks {
            out.append(.line(x1: left, y1: y(tick), x2: right, y2: y(tick)).stroked(.faint, width: 0.75))
            out.append(
                .text(label(tick), x: left - 7, y: y(tick) + 4, size: 11, anchor: .end).filled(.muted))
        }
        for tick in across.ticks {
            out.append(.line(x1: x(tick), y1: bottom, x2: x(tick), y2: bottom + 4).stroked(.muted, width: 0.75))
            out.append(
                .text(Float(tick).threeDigits, x: x(tick), y: bottom + 17, size: 11, anchor: .middle).filled(.muted))
        }
        out.append(.line(x1: left, y1: bottom, x2: right, y2: bottom).stroked(.muted, width: 0.75))
        out.append(
            .text(title2, x: (left + right) / 2, y: bottom + 33, size: 11, anchor: .middle).filled(.muted))
        return out
    }
}
