/// The norms of one filter on images of all classes, and the threshold that cuts them into off and on. Up to three
/// classes that it tells most about have a colour; the others are grey.
public struct ThresholdHistogram: Sendable, Hashable {
    public let title: String
    public let histogram: NormHistogram
    public let threshold: Double
    public let classes: [String]

    /// - Parameter threshold: finite; norms from it on are on.
    /// - Precondition: the histogram is of these classes.
    public init(_ title: String, _ histogram: NormHistogram, threshold: Double, classes: [String]) {
        precondition(histogram.counts.count == classes.count && threshold.isFinite)
        self.title = title
        self.histogram = histogram
        self.threshold = threshold
        self.classes = classes
    }

    /// The classes with the largest mean, the first first; all when there are no more than three.
    private var shown: [Int] {
        func mean(_ counts: [Int]) -> Double {
            let total = counts.reduce(0, +)
            let sum = counts.enumerated().reduce(0.0) { $0 + (Double($1.offset) + 0.5) * Double($1.element) }
            return total == 0 ? -1 : sum / Double(total)
        }
        let means = histogram.counts.map(mean)
        return Array(classes.indices.sorted { (-means[$0], $0) < (-means[$1], $1) }.prefix(3))
    }

    public var document: SVGDocument {
        let (width, height) = (360.0, 190.0)
        let shown = shown
        let rest = classes.indices.filter { !shown.contains($0) }
        let grey = (0..<histogram.bins).map { bin in rest.reduce(0) { $0 + histogram.counts[$1][bin] } }
        let colours = Palette.categories
        var layers: [(name: String, paint: Paint, counts: [Int])] = shown.enumerated().map { rank, index in
            // Of so many classes that colours recur, those that are shown have the first ones.
            (classes[index], .colour(colours[classes.count > colours.count ? rank : index]), histogram.counts[index])
        }
        if !rest.isEmpty {
            layers.append((rest.count == 1 ? classes[rest[0]] : "\(rest.count) other classes", .muted, grey))
        }
        let tallest = (0..<histogram.bins).map { bin in layers.reduce(0) { $0 + $1.counts[bin] } }.max() ?? 0
        // A threshold beyond all norms is shown beyond them.
        let (low, high) = (min(histogram.low, threshold), max(histogram.high, threshold))
        let frame = PlotFrame(
            left: 40, top: 48, right: width - 10, bottom: height - 42,
            across: PlotAxis(from: low, to: high > low ? high : low + 1, steps: 5),
            up: PlotAxis(covering: 0, Double(max(1, tallest)), steps: 3))
        var elements = frame.elements(title: title, across: "norm of the filter") { Float($0).threeDigits }
        elements += legend(layers.map { ($0.name, $0.paint) }, width: width)
        let binWidth = (histogram.high - histogram.low) / Double(max(1, histogram.bins))
        var heights = [Int](repeating: 0, count: histogram.bins)
        for layer in layers {
            var path = SVGPath()
            for (bin, count) in layer.counts.enumerated() where count > 0 {
                let from = frame.x(histogram.low + Double(bin) * binWidth)
                let to = frame.x(histogram.low + Double(bin + 1) * binWidth)
                let (base, tip) = (frame.y(Double(heights[bin])), frame.y(Double(heights[bin] + count)))
                path.addRectangle(x: from, y: tip, width: max(1, to - from - 0.75), height: base - tip)
                heights[bin] += count
            }
            if !path.isEmpty { elements.append(.path(path).filled(layer.paint)) }
        }
        let x = frame.x(threshold)
        elements.append(
            .line(x1: x, y1: frame.top - 4, x2: x, y2: frame.bottom).stroked(.ink, width: 1.5)
                .with("stroke-dasharray", "4 2"))
        let text = "on from \(Float(threshold).threeDigits)"
        let isLeft = x + 8 + TextWidth.estimate(text, size: 11) > frame.right
        elements.append(
            .text(text, x: isLeft ? x - 5 : x + 5, y: frame.top + 4, size: 11, anchor: isLeft ? .end : .start))
        return SVGDocument(width: width, height: height, title: title, summary: summary, elements: elements)
    }

    private func legend(_ names: [(name: String, paint: Paint)], width: Double) -> [SVGElement] {
        var x = 2.0
        let widths = names.map { TextWidth.estimate($0.name, size: 11) }
        // What short names leave over goes to the longer ones.
        var (room, left) = (width - 4 - 26 * Double(names.count), names.count)
        var most = room
        for width in widths.sorted() {
            most = room / Double(left)
            if width > most { break }
            (room, left) = (room - width, left - 1)
        }
        return zip(names, widths).flatMap { one, width -> [SVGElement] in
            let (name, paint) = one
            let label = width > most ? TextWidth.shortened(name, to: most, size: 11) : name
            defer { x += TextWidth.estimate(label, size: 11) + 26 }
            return [
                .rectangle(x: x, y: 24, width: 10, height: 10).filled(paint),
                .text(label, x: x + 14, y: 33, size: 11).filled(.muted),
            ]
        }
    }

    private var summary: String {
        "Norms from \(Float(histogram.low).threeDigits) to \(Float(histogram.high).threeDigits); "
            + "on from \(Float(threshold).threeDigits). Highest on average for "
            + shown.map { classes[$0] }.joined(separator: ", then ") + "."
    }
}
