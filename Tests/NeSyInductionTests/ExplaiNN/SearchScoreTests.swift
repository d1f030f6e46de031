import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyInduction

/// The search adds and subtracts the costs of rules; what it then says must be what its rules cost when they are scored
/// from the start.
@Suite struct SearchScoreTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let heads: BitMatrix
        let tails: BitMatrix
        var options = ExplaiNN()
        var groups: [[Int]]?
    }

    static let readings = ScoreReading.Mode.allCases.flatMap { mode in
        ScoreReading.Cover.allCases.map { ScoreReading(mode: mode, cover: $0) }
    }

    static let cases: [Case] = {
        var cases: [Case] = []
        for (areExclusive, flips) in [(true, 0.001), (true, 0.03), (false, 0.001), (false, 0.05)] {
            let table = PlantedTable(rules: 15, rows: 3_000, flips: flips, areExclusive: areExclusive, seed: 9)
            let name = "\(areExclusive ? "exclusive" : "co-occurring") heads, \(flips) flipped"
            var several = Case(testDescription: name + ", three rounds", heads: table.heads, tails: table.tails)
            several.options.rulesPerNeuron = 3
            several.options.mu = 5
            cases.append(several)
            var groups = Case(testDescription: name + ", groups", heads: table.heads, tails: table.tails)
            groups.groups = table.rules.map(\.head)
            cases.append(groups)
        }
        for isSorted in [true, false] {
            let table = LabelledTable(rows: 1_500, labels: 8, neurons: 30, isSorted: isSorted)
            var labels = Case(
                testDescription: isSorted ? "sorted labels" : "mixed labels", heads: table.heads, tails: table.tails)
            labels.options.usesLift = !isSorted
            cases.append(labels)
        }
        return cases + (0..<12).map { hiddenColumns(seed: $0) }
    }()

    /// Noisy copies of two or three hidden columns in both layers: rules with high thresholds, heads that differ in a
    /// few items, rows that fill no word.
    static func hiddenColumns(seed: UInt64) -> Case {
        var random = SplitMix64(seed: seed)
        let rows = Int.random(in: 150...600, using: &random)
        let hidden = (0..<Int.random(in: 2...3, using: &random)).map { _ in
            let density = Double.random(in: 0.1...0.4, using: &random)
            return (0..<rows).map { _ in Double.random(in: 0..<1, using: &random) < density }
        }
        func matrix(_ columns: Int) -> BitMatrix {
            var matrix = BitMatrix(rows: rows, columns: columns)
            for column in 0..<columns {
                let flips = Double.random(in: 0.02...0.25, using: &random)
                for row in 0..<rows {
                    let isFlipped = Double.random(in: 0..<1, using: &random) < flips
                    matrix[row, column] = hidden[column % hidden.count][row] != isFlipped
                }
            }
            return matrix
        }
        var example = Case(
            testDescription: "hidden columns, seed \(seed)", heads: matrix(Int.random(in: 2...8, using: &random)),
            tails: matrix(Int.random(in: 4...16, using: &random)))
        example.options.theta = Double.random(in: 0...0.5, using: &random)
        example.options.mu = Int.random(in: 1...4, using: &random)
        example.options.headCap = Int.random(in: 2...8, using: &random)
        return example
    }

    @Test(arguments: cases, readings)
    func minedTotalsAreThoseOfTheScore(_ example: Case, reading: ScoreReading) throws {
        var options = example.options
        options.reading = reading
        let pool = WorkerPool(threadCount: 1)
        let found = try options.mine(
            heads: example.heads, tails: example.tails, headGroups: example.groups, backend: CPUBackend(pool: pool),
            pool: pool)
        let score = RuleSetScore(layers: [example.heads, example.tails], reading: reading)
        let scored = try score.score(found.rules.map(\.rule))
        #expect(abs(found.baseline.total - score.baseline.total) < 1e-6)
        #expect(abs(found.found.model - scored.found.model) < 1e-4)
        #expect(abs(found.found.data - scored.found.data) < 1e-4)
        #expect(found.found.total <= found.baseline.total)
        for (mined, part) in zip(found.rules, scored.parts) {
            #expect(mined.applies == part.counts.applies && mined.holds == part.counts.holds)
            if options.rulesPerNeuron == 1 { #expect(abs(mined.bitsSaved - part.bitsSaved) < 1e-6) }
        }
    }

    /// Some of the cases above have rules of every kind, or they would say little.
    @Test func casesHaveRulesOfEveryKind() throws {
        let pool = WorkerPool(threadCount: 1)
        var rules: [ItemRule] = []
        for example in Self.cases {
            rules += try example.options.mine(
                heads: example.heads, tails: example.tails, headGroups: example.groups,
                backend: CPUBackend(pool: pool), pool: pool
            ).rules.map(\.rule)
        }
        #expect(rules.contains { $0.headThreshold > 1 })
        #expect(rules.contains { $0.tailThreshold > 1 && $0.tailThreshold < $0.tail.count })
        #expect(rules.contains { $0.head.count > 1 && $0.tail.count > 1 })
    }
}
