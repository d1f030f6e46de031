import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyInduction

/// Small tables on which everything that the search may do can be tried out and scored.
@Suite struct SearchOptimumTests {
    static let cases = SearchScoreTests.cases.filter { $0.groups == nil && $0.options.rulesPerNeuron == 1 }

    private static func mine(_ example: SearchScoreTests.Case, _ reading: ScoreReading) throws -> [MinedRule] {
        var options = example.options
        options.reading = reading
        let pool = WorkerPool(threadCount: 1)
        return try options.mine(
            heads: example.heads, tails: example.tails, backend: CPUBackend(pool: pool), pool: pool
        ).rules
    }

    /// Algorithm 1: a rule with one tail is the best of the prefixes of the confident heads, and a tail without a rule
    /// has none that pays.
    @Test(arguments: cases, SearchScoreTests.readings)
    func newRulesAreTheBestOfTheirTails(_ example: SearchScoreTests.Case, reading: ScoreReading) throws {
        let rules = try Self.mine(example, reading)
        let score = RuleSetScore(layers: [example.heads, example.tails], reading: reading)
        for tail in 0..<example.tails.columns {
            let item = example.heads.columns + tail
            let found = rules.first { $0.rule.tail.contains(item) }
            if let found, found.rule.tail.count > 1 { continue }
            var best = 0.0
            for rule in Self.newRules(tail, example) {
                best = max(best, try score.score([rule]).parts[0].bitsSaved)
            }
            if let found {
                #expect(abs(found.bitsSaved - best) < 1e-6)
            } else {
                // The first rule also costs L_N(1).
                #expect(best < example.options.minimumGain + CodeLength.integer(1))
            }
        }
    }

    /// Every rule that algorithm 1 looks at for one tail.
    private static func newRules(_ tail: Int, _ example: SearchScoreTests.Case) -> [ItemRule] {
        let usage = (0..<example.heads.columns).map { example.heads.count(column: $0) }
        let column = example.tails.column(tail)
        let shared = usage.indices.map { example.heads.column($0).intersection(column).count }
        let confident = usage.indices.filter { head in
            shared[head] > 0 && Double(shared[head]) >= example.options.theta * Double(usage[head])
                && (!example.options.usesLift || shared[head] * column.rows > column.count * usage[head])
        }
        let list = confident.sorted { a, b in
            let (left, right) = (shared[a] * usage[b], shared[b] * usage[a])
            return left != right ? left > right : a < b
        }
        return (1...max(1, min(list.count, example.options.headCap))).flatMap { size in
            (1...size).compactMap { threshold in
                guard size <= list.count else { return nil }
                return ItemRule(
                    head: list[..<size].sorted(), tail: [example.heads.columns + tail], headThreshold: threshold,
                    tailThreshold: 1)
            }
        }
    }

    /// Algorithms 2 and 3 end where no merge of two rules pays, whatever its thresholds.
    @Test(arguments: cases, SearchScoreTests.readings)
    func noMergeIsLeft(_ example: SearchScoreTests.Case, reading: ScoreReading) throws {
        let left = try Self.payingMerges(of: try Self.mine(example, reading), example, reading)
        #expect(left.isEmpty)
    }

    /// And a search that only merges equal heads leaves some.
    @Test func mergesOfOtherHeadsWouldPay() throws {
        var left: [ItemRule] = []
        for example in Self.cases {
            var equalHeads = example
            equalHeads.options.mu = 0
            left += try Self.payingMerges(of: try Self.mine(equalHeads, ScoreReading()), example, ScoreReading())
        }
        #expect(!left.isEmpty)
    }

    /// What two of the rules may be merged to and be shorter.
    private static func payingMerges(
        of rules: [MinedRule], _ example: SearchScoreTests.Case, _ reading: ScoreReading
    ) throws -> [ItemRule] {
        let score = RuleSetScore(layers: [example.heads, example.tails], reading: reading)
        let fewer = rules.count < 2 ? 0 : CodeLength.integer(rules.count) - CodeLength.integer(rules.count - 1)
        var paying: [ItemRule] = []
        for (index, first) in rules.enumerated() {
            for second in rules[(index + 1)...] {
                let (a, b) = (Set(first.rule.head), Set(second.rule.head))
                guard a.symmetricDifference(b).count <= example.options.mu else { continue }
                for head in Set([a.union(b), a.intersection(b)]) where !head.isEmpty {
                    paying += try merges(head, first.rule.tail + second.rule.tail, reading.mode).filter { merged in
                        let saved = try score.score([merged]).parts[0].bitsSaved
                        return saved + fewer - first.bitsSaved - second.bitsSaved
                            > example.options.minimumGain + 1e-6
                    }
                }
            }
        }
        return paying
    }

    private static func merges(_ head: Set<Int>, _ tail: [Int], _ mode: ScoreReading.Mode) -> [ItemRule] {
        (1...head.count).flatMap { l in
            (mode == .strict ? tail.count...tail.count : 1...tail.count).map { k in
                ItemRule(head: head.sorted(), tail: tail.sorted(), headThreshold: l, tailThreshold: k)
            }
        }
    }
}
