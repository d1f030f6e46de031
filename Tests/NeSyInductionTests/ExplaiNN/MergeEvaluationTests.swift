import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyInduction

@Suite struct MergeEvaluationTests {
    private static let pool = WorkerPool(threadCount: 2)

    /// Two exclusive heads with so many rules that only those merge where one head has the other's tail often enough.
    private static func selectiveMerging() -> RuleMerging {
        let (rows, each) = (600, 120)
        var heads = BitMatrix(rows: rows, columns: 2)
        var tails = BitMatrix(rows: rows, columns: 2 * each)
        var random = SplitMix64(seed: 17)
        for row in 0..<400 {
            let head = row / 200
            heads[row, head] = true
            for tail in 0..<2 * each {
                let own = tail / each == head
                tails[row, tail] = Double.random(in: 0..<1, using: &random) < (own ? 0.8 : 0.4)
            }
        }
        let columns = HeadColumns(heads, pool: pool)
        let usage = (0..<2 * each).map { tails.count(column: $0) }
        let coder = RuleCoder(rows: rows, usage: columns.usage + usage, reading: ScoreReading())
        let rules = (0..<2 * each).map { tail in
            // So dear that no merge is left out for being of no use.
            var rule = FoundRule(
                head: [tail / each], tail: [tail], headThreshold: 1, tailThreshold: 1, net: 1e6, model: 0, applies: 200,
                holds: heads.column(tail / each).intersection(tails.column(tail)).count)
            rule.confident.insert(tail / each)
            if tail % 3 == 0 { rule.confident.insert(1 - tail / each) }
            return rule
        }
        return RuleMerging(
            options: ExplaiNN(), coder: coder, heads: columns,
            tails: TailLayer(source: tails, usage: usage, firstItem: 2), rules: rules, headsAreFixed: false,
            rulesBefore: 0, pool: pool)
    }

    /// What merges a group has does not depend on whether threads share it.
    @Test func oneThreadFindsWhatManyFind() throws {
        let merging = MergeEvaluationTests.selectiveMerging()
        let isFresh = merging.rules.map { _ in true }
        let index = HeadIndex(
            merging.rules.indices.map { (number: $0, rule: merging.rules[$0].rule, isFresh: true) }, mu: 2)
        let pair = try #require(index.pair(0, 1))
        #expect(pair.needsConfidence)
        let group = try #require(MergeGroup.all(of: [pair], in: index).first)
        let round = MergeRound(merging, index: index, isFresh: isFresh)
        let evaluation = MergeEvaluation(group, in: round)
        var alone: [MergeCandidate] = []
        try evaluation.alone(MergeScratch(), into: &alone)
        let shared = try evaluation.shared(by: MergeEvaluationTests.pool).flatMap { $0 }
        func names(_ list: [MergeCandidate]) -> [[Int32]] { list.map { [$0.first, $0.second] } }
        #expect(names(alone) == names(shared))
        // Of 120 x 120 merges those that neither rule is confident of, 80 x 80, are left out.
        #expect(alone.count == 120 * 120 - 80 * 80)
        #expect(alone.map(\.price.net) == shared.map(\.price.net))
    }

    @Test func aMergeIsListedOnce() {
        var offers = MergeOffers()
        let price = RulePrice(net: -1, model: 1, headThreshold: 1, tailThreshold: 1, applies: 1, holds: 1)
        let merge = MergeCandidate(gain: 3, first: 1, second: 2, head: .union, price: price)
        var other = merge
        other.head = .intersection
        for candidate in [merge, other, merge, other] { offers.insert(candidate) }
        #expect(offers.candidates.map(\.head) == [.union, .intersection])
    }

    @Test(arguments: [([], []), ([1], []), ([], [2]), ([1, 3, 5], [2, 3, 6, 7]), ([4, 9], [4, 9]), ([1, 2], [3])])
    func ascendingNumbersStaySo(_ a: [Int], _ b: [Int]) {
        #expect(a.ascendingUnion(b) == Set(a).union(b).sorted())
        #expect(a.ascendingIntersection(b) == Set(a).intersection(b).sorted())
    }
}
