import NeSyLogic
import NeSyTensor
import Testing

@testable import NeSyReport

@Suite struct PlotTests {
    @Test(arguments: [
        (0.0, 1.0, 4, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0.0, 37.0, 4, [0, 10, 20, 30, 40]),
        (-3.0, 9.0, 4, [-4, -2, 0, 2, 4, 6, 8, 10]), (2.0, 2.0, 4, [2, 3]), (0.0, 1e-30, 4, [0, 1]),
    ])
    func axesHaveRoundTicks(low: Double, high: Double, steps: Int, ticks: [Double]) {
        let axis = PlotAxis(covering: low, high, steps: steps)
        #expect(axis.ticks.count == ticks.count)
        for (tick, wanted) in zip(axis.ticks, ticks) { #expect(abs(tick - wanted) < 1e-9) }
        #expect(axis.low <= low && axis.high >= high && axis.high > axis.low)
        #expect(axis.place(axis.low, 10, 50) == 10 && axis.place(axis.high, 10, 50) == 50)
        #expect(axis.place(axis.high * 2 + 1, 10, 50) == 50)
    }

    @Test(arguments: [1, 2, 7, 40, 1000])
    func epochsAreCountedInWholes(last: Int) {
        let axis = PlotAxis(from: 1, to: Double(last), steps: 6, least: 1)
        #expect(axis.ticks.allSatisfy { $0 == $0.rounded() } && axis.ticks.count <= 12)
        #expect(!axis.ticks.isEmpty)
    }

    private func point(_ epoch: Int, _ phase: String, _ loss: Double) -> LearningPoint {
        LearningPoint(epoch: epoch, phase: phase, loss: loss, trainAccuracy: 0.9, testAccuracy: 0.8)
    }

    @Test func curvesMarkTheirPhases() throws {
        let curves = LearningCurves([point(1, "cross-entropy", 2), point(2, "TS3", 1.5), point(3, "TS3", .nan)])
        let loss = try #require(curves.loss)
        #expect(loss.text.contains("TS3</text>"))
        #expect(loss.summary == "From 2 in epoch 1 to 1.5 in epoch 2. First cross-entropy, from epoch 2 on TS3.")
        let accuracy = try #require(curves.accuracy)
        #expect(accuracy.text.contains("test 80.0\u{A0}%"))
        #expect(accuracy.text.contains("training, during the epoch 90.0\u{A0}%"))
        let other = try #require(LearningCurves(curves.points, testedOn: "validation").accuracy)
        #expect(other.text.contains("validation 80.0\u{A0}%") && !other.text.contains("test"))
        #expect(LearningCurves([]).loss == nil && LearningCurves([]).accuracy == nil)
        #expect(LearningCurves([point(1, "a", .infinity)]).loss == nil)
        #expect(LearningCurves([point(4, "a", 1)]).loss != nil)
    }

    static let matrix = ConfusionMatrix(
        given: ["a", "b"], named: ["a", "b"], counts: [[8, 1], [0, 5]], unclassified: [1, 0])

    @Test func matricesCount() {
        let matrix = PlotTests.matrix
        #expect(matrix.total(0) == 10 && matrix.right == 13 && matrix.right(1) == 5)
        #expect(matrix.confusions == [.init(given: "a", named: "b", count: 1, share: 0.1)])
        let text = ConfusionMatrixPlot("Class by the rules", matrix).document.text
        #expect(text.contains("a, taken for b: 1 (10.0\u{A0}%)") && text.contains("a, no class: 1 (10.0\u{A0}%)"))
        #expect(text.contains("13 of 15 images on the diagonal, 1 without a class. Most often: a taken for b 1."))
        let network = ConfusionMatrix(classes: ["a", "b"], truth: [0, 1, 1], predictions: [0, 0, 1])
        #expect(network.counts == [[1, 0], [1, 1]] && network.unclassified == nil)
    }

    /// Up to fourteen classes have numbers in their cells; more stay readable by their names, and no larger than a
    /// screen.
    @Test(arguments: [1, 2, 14, 15, 43, 100])
    func matricesOfAnySizeFit(classes: Int) {
        let names = (0..<classes).map { "class \($0)" }
        let counts = (0..<classes).map { row in (0..<classes).map { $0 == row ? 77 : 0 } }
        let matrix = ConfusionMatrix(
            given: names, named: names, counts: counts, unclassified: [Int](repeating: 0, count: classes))
        let document = ConfusionMatrixPlot("Class by the rules", matrix).document
        #expect(document.text.contains(">77</text>") == (classes <= 14))
        #expect(document.text.contains("class \(classes - 1)</text>"))
        #expect(document.width < 250 + Double(classes) * 46)
    }

    /// Beside the matrix of the rules that of the network stands as high. Those of many classes stand one below the
    /// other, and a network's needs no room for a column that it does not have.
    @Test(arguments: [(3, true), (43, false)]) func matricesStandSideBySide(classes: Int, isBeside: Bool) {
        let names = (0..<classes).map { "\($0)" }
        let counts = names.map { _ in names.map { _ in 1 } }
        let network = ConfusionMatrix(given: names, named: names, counts: counts)
        let rules = ConfusionMatrix(given: names, named: names, counts: counts, unclassified: names.map { _ in 0 })
        let heights = [network, rules].map { ConfusionMatrixPlot("", $0).document.height }
        #expect((heights[0] == heights[1]) == isBeside)
    }

    @Test func coverageSplitsEveryClass() {
        let network = ConfusionMatrix(classes: ["a", "b"], truth: [0, 0, 1], predictions: [0, 1, 1])
        let coverage = CoverageBars(rules: PlotTests.matrix, network: network)
        #expect(
            coverage.bars == [
                .init(className: "a", right: 8, wrong: 1, unclassified: 1, networkRight: 0.5),
                .init(className: "b", right: 5, wrong: 0, unclassified: 0, networkRight: 1),
            ])
        let words = "a: right 80.0 %, wrong 10.0 %, no class 10.0 % of 10; network right 50.0 %"
        #expect(coverage.document.text.contains(words.withFixedBlanks))
        let empty = CoverageBars([.init(className: "c", right: 0, wrong: 0, unclassified: 0)])
        #expect(empty.document.text.contains("no images"))
    }

    @Test func histogramsKeepEveryNorm() {
        let histogram = NormHistogram(
            norms: [0, 0.1, 5, 10, 10], labels: [0, 0, 1, 1, 1], classes: 2, bins: 10)
        #expect(histogram.low == 0 && histogram.high == 10 && histogram.bins == 10)
        #expect(histogram.counts[0][0] == 2 && histogram.counts[1][5] == 1 && histogram.counts[1][9] == 2)
        let flat = NormHistogram(norms: [0, 0], labels: [0, 0], classes: 1)
        #expect(flat.counts[0].reduce(0, +) == 2)
        let none = NormHistogram(norms: [], labels: [], classes: 1)
        for (one, classes) in [(histogram, ["a", "b"]), (flat, ["a"]), (none, ["a"])] {
            let text = ThresholdHistogram("Norms", one, threshold: 6, classes: classes).document.text
            #expect(text.contains("on from 6"))
        }
        let text = ThresholdHistogram("Norms", histogram, threshold: 6, classes: ["a", "b"]).document.summary
        #expect(text == "Norms from 0 to 10; on from 6. Highest on average for b, then a.")
    }

    @Test func sizesStandSideBySide() {
        let program = SampleReport().program
        let bars = SizeBars([.init("one", program.size), .init("two", program.size)])
        #expect(bars.document.summary.contains("one: rules and exceptions \(program.size.rules)"))
    }

    @Test(arguments: [
        (0.0, "0.0 %"), (0.9624, "96.2 %"), (1, "100.0 %"), (0.99999, "99.9 %"), (0.00001, "0.1 %"), (.nan, "–"),
        (0.9025, "90.3 %"), (-0.00001, "−0.1 %"), (1e300, "–"), (.infinity, "–"),
    ])
    func sharesAreNotRoundedToAllOrNothing(share: Double, text: String) {
        #expect(share.percent == text.withFixedBlanks)
    }

    @Test func differencesAndCountsAreWritten() {
        #expect((0.013).points == "+1.3" && (-0.005).points == "−0.5" && (0.0001).points == "0.0")
        #expect(12_630.grouped == "12,630" && (-1000).grouped == "−1,000" && 999.grouped == "999")
        #expect(1.counting("class", "classes") == "1 class" && 2_000.counting("rule") == "2,000 rules")
    }

    /// Pictures within a page share its names: none has an id, and all colours of roles are classes.
    @Test func drawingsWithinAPageDoNotCollide() {
        var out = ""
        CoverageBars(rules: PlotTests.matrix).document.inline.write(to: &out)
        #expect(!out.contains(" id=") && !out.contains("<style") && out.contains("aria-label="))
    }
}

extension String {
    /// The text with the blank before a percent sign that no line ends at.
    var withFixedBlanks: String {
        split(separator: " %", omittingEmptySubsequences: false).joined(separator: "\u{A0}%")
    }
}
