/// A linear scale with round ticks.
struct PlotAxis: Sendable, Hashable {
    let low: Double
    let high: Double
    let ticks: [Double]
    /// Between ticks.
    let step: Double

    /// A scale that covers both ends, each moved outwards to a tick.
    /// - Parameter count: about how many steps there are.
    /// - Precondition: finite ends in order.
    init(covering low: Double, _ high: Double, steps count: Int = 4) {
        let step = PlotAxis.step(high - low, count)
        let first = (low / step).rounded(.down)
        let last = max(first + 1, (high / step).rounded(.up))
        self.init(low: first * step, high: last * step, step: step, first: Int(first), last: Int(last))
    }

    /// A scale that begins and ends where it is told, with ticks between.
    /// - Parameter least: the smallest step: 1 for what is counted.
    init(from low: Double, to high: Double, steps count: Int = 4, least: Double = 0) {
        let step = max(least, PlotAxis.step(high - low, count))
        self.init(
            low: low, high: high > low ? high : low + step, step: step, first: Int((low / step).rounded(.up)),
            last: Int((max(low, high) / step).rounded(.down)))
    }

    private init(low: Double, high: Double, step: Double, first: Int, last: Int) {
        self.low = low
        self.high = high
        self.step = step
        ticks = first <= last ? (first...last).map { Double($0) * step } : []
    }

    /// 1, 2 or 5 times a power of ten, so that there are about `count` of it.
    private static func step(_ span: Double, _ count: Int) -> Double {
        precondition(span.isFinite && span >= 0 && count > 0)
        // Below this a quotient of an end and its step would not fit an integer.
        guard span > 1e-12 else { return 1 }
        let rough = span / Double(count)
        var power = 1.0
        while power * 10 <= rough { power *= 10 }
        while power > rough { power /= 10 }
        let leading = rough / power
        return power * (leading < 1.5 ? 1 : leading < 3.5 ? 2 : leading < 7.5 ? 5 : 10)
    }

    /// Where a value lies, when the scale runs from `start` to `end`; beyond the ends it is at the end.
    func place(_ value: Double, _ start: Double, _ end: Double) -> Double {
        let share = min(max((value - low) / (high - low), 0), 1)
        return start + share * (end - start)
    }
}
