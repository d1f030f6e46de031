/// How a training went: loss and accuracies by epoch, with a mark where what is minimised changes.
public struct LearningCurves: Sendable, Hashable {
    public let points: [LearningPoint]

    /// Which images the network was tested on after every epoch.
    public let testedOn: String

    public init(_ points: [LearningPoint], testedOn: String = "test") {
        self.points = points
        self.testedOn = testedOn
    }

    private struct Series {
        var name: String
        var paint: Paint
        var isDashed = false
        var values: [(epoch: Double, value: Double)]
    }

    /// The loss; nil without a finite one.
    public var loss: SVGDocument? {
        let values = points.filter { $0.loss.isFinite }.map { (epoch: Double($0.epoch), value: $0.loss) }
        guard let first = values.first, let last = values.last else { return nil }
        let highest = values.reduce(0) { max($0, $1.value) }
        let lowest = values.reduce(0) { min($0, $1.value) }
        return plot(
            title: "Loss", up: PlotAxis(covering: lowest, highest),
            series: [Series(name: "", paint: .ink, values: values)],
            label: { Float($0).threeDigits },
            summary: "From \(Float(first.value).threeDigits) in epoch \(Int(first.epoch)) to "
                + "\(Float(last.value).threeDigits) in epoch \(Int(last.epoch)).\(phaseWords)")
    }

    /// Accuracies on training images, counted while the epoch runs, and on test images after it; nil without a finite
    /// one.
    public var accuracy: SVGDocument? {
        let train = points.filter { $0.trainAccuracy.isFinite }.map { (Double($0.epoch), $0.trainAccuracy) }
        let test = points.compactMap { point in
            point.testAccuracy.flatMap { $0.isFinite ? (Double(point.epoch), $0) : nil }
        }
        guard let last = train.last else { return nil }
        var summary = "During the last epoch \(last.1.percent) of the training images"
        summary += test.last.map { ", after it \($0.1.percent) of the \(testedOn) images." } ?? "."
        let lowest = (train + test).reduce(1) { min($0, $1.1) }
        let low = lowest < 0.5 ? 0 : lowest < 0.8 ? 0.5 : 0.8
        return plot(
            title: "Accuracy of the network", up: PlotAxis(from: low, to: 1, steps: low == 0.8 ? 4 : 5),
            series: [
                Series(name: "training, during the epoch", paint: .muted, isDashed: true, values: train),
                Series(name: testedOn, paint: .right, values: test),
            ], label: { $0.wholePercent }, summary: summary + phaseWords)
    }

    /// Epochs in which another phase begins, with its name.
    private var phases: [(epoch: Int, name: String)] {
        zip(points.dropFirst(), points).compactMap { $0.phase == $1.phase ? nil : ($0.epoch, $0.phase) }
    }

    private var phaseWords: String {
        let words = phases.map { "from epoch \($0.epoch) on \($0.name)" }
        return points.first.map { words.isEmpty ? "" : " First \($0.phase), " + words.joined(separator: ", ") + "." }
            ?? ""
    }

    private func plot(
        title: String, up: PlotAxis, series: [Series], label: (Double) -> String, summary: String
    ) -> SVGDocument {
        let (width, height) = (420.0, 250.0)
        let first = Double(points.first?.epoch ?? 1)
        let last = Double(points.last?.epoch ?? 1)
        let frame = PlotFrame(
            right: width - 14, bottom: height - 44, across: PlotAxis(from: first, to: last, steps: 6, least: 1), up: up)
        var elements = frame.elements(title: title, across: "epoch", label: label)
        for phase in phases {
            let x = frame.x(Double(phase.epoch) - 0.5)
            elements.append(
                .line(x1: x, y1: frame.top, x2: x, y2: frame.bottom).stroked(.muted, width: 1)
                    .with("stroke-dasharray", "2 3"))
        }
        elements += phaseLabels(frame)
        for one in series where !one.values.isEmpty {
            var path = SVGPath()
            for (index, point) in one.values.enumerated() {
                let (x, y) = (frame.x(point.epoch), frame.y(point.value))
                if index == 0 { path.move(to: x, y) } else { path.line(to: x, y) }
            }
            let line = SVGElement.path(path).filled(.none).stroked(one.paint, width: 2)
                .with("stroke-linejoin", "round")
            elements.append(one.isDashed ? line.with("stroke-dasharray", "5 3") : line)
            if one.values.count == 1, let only = one.values.first {
                elements.append(.circle(x: frame.x(only.epoch), y: frame.y(only.value), radius: 3).filled(one.paint))
            }
        }
        let named = series.filter { !$0.name.isEmpty && !$0.values.isEmpty }
        elements += legend(named, frame)
        return SVGDocument(width: width, height: height, title: title, summary: summary, elements: elements)
    }

    /// The names of the phases, each where it begins, as far as there is room.
    private func phaseLabels(_ frame: PlotFrame) -> [SVGElement] {
        guard !phases.isEmpty, let first = points.first else { return [] }
        let starts =
            [(x: frame.left, name: first.phase)]
            + phases.map { (x: frame.x(Double($0.epoch) - 0.5), name: $0.name) }
        return starts.enumerated().compactMap { index, start in
            let end = index + 1 < starts.count ? starts[index + 1].x : frame.right
            guard end - start.x > 24 else { return nil }
            return .text(start.name, x: start.x + 4, y: frame.top - 5, size: 10.5, fitting: end - start.x - 6)
                .filled(.muted)
        }
    }

    /// What the lines mean, in the lower right corner, where curves of accuracies seldom are.
    private func legend(_ series: [Series], _ frame: PlotFrame) -> [SVGElement] {
        let most = frame.right - frame.left - 40
        let words = series.map { one in
            let last = one.values.last.map { " \($0.value.percent)" } ?? ""
            let room = most - TextWidth.estimate(last, size: 11.5)
            return TextWidth.shortened(one.name, to: room, size: 11.5) + last
        }
        let width = words.map { TextWidth.estimate($0, size: 11.5) }.max() ?? 0
        let left = frame.right - width - 36
        var y = frame.bottom - 12 - Double(series.count - 1) * 17
        var elements: [SVGElement] = []
        for (one, text) in zip(series, words) {
            let line = SVGElement.line(x1: left + 6, y1: y - 4, x2: left + 30, y2: y - 4).stroked(one.paint, width: 2)
            elements += [
                .rectangle(x: left, y: y - 14, width: width + 34, height: 18).filled(.paper).with("opacity", 0.85),
                one.isDashed ? line.with("stroke-dasharray", "5 3") : line,
                .text(text, x: left + 36, y: y, size: 11.5),
            ]
            y += 17
        }
        return elements
    }
}
