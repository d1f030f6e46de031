import NeSyConcepts
import NeSyTensor
import Testing

@testable import NeSyData

/// The scores of overlaps that can be worked out by hand.
@Suite struct MaskScoreTests {
    private let overlaps = [
        MaskOverlap(
            parts: [
                .init(concept: 0, activation: 0.5, area: 0.8, common: 0.3),
                .init(concept: 1, activation: 0.5, area: 0.2, common: 0.2),
            ], region: 0.5),
        MaskOverlap(parts: [.init(concept: 0, activation: 1, area: 1, common: 0.5)], region: 0.5),
    ]

    private func row(_ score: MaskScore) -> [Double] {
        MaskLabelling(score).scores(filters: [3], concepts: ["wall", "bed", "rug"], overlaps: [overlaps]).values
    }

    @Test func aShareIsTheMeanOverTheImages() { #expect(row(.activationShare) == [0.75, 0.25, 0]) }

    @Test func enrichmentIsShareByArea() { #expect(row(.enrichment) == [(0.625 + 1) / 2, 1.25, 0]) }

    /// The wall is in every picture; the filter answers to the four with a bed, and less to those with a rug.
    @Test func whatGoesWithTheNormGains() {
        let correlations = ConceptCorrelations(
            norms: [3, 3, 3, 3, 1, 1, 1, 1], filterCount: 1,
            shown: [[0, 1], [0, 1], [0, 1], [0, 1], [0, 2], [0, 2], [0, 2], [0, 2]], conceptCount: 3)
        let sure = 1 - 2 / 8.0.squareRoot()
        #expect([0, 1, 2].map { correlations[0, $0] } == [0, sure, -sure])
        let scores = MaskLabelling().scores(
            filters: [3], concepts: ["wall", "bed", "rug"], overlaps: [overlaps], correlations: correlations)
        #expect(scores.values == [0.8125, 3.75, 0])
    }

    @Test func intersectionsAndUnionsAreSummedOverTheImages() {
        let iou = row(.iou)
        #expect(abs(iou[0] - 0.8 / (1.0 + 1.8 - 0.8)) < 1e-12)
        #expect(abs(iou[1] - 0.2 / (1.0 + 0.2 - 0.2)) < 1e-12)
        #expect(iou[2] == 0)
    }

    @Test func scoresAreDividedByTheSumOfTheKept() {
        let scores = ConceptScores(filters: [0], concepts: ["a", "b", "c"], values: [2, 3, 5])
        var labelling = MaskLabelling(.activationShare)
        #expect(labelling.choice(0, of: scores) == [ScoredConcept(name: "c", score: 0.5)])
        labelling.margin = 0.25
        #expect(labelling.choice(0, of: scores).map(\.name) == ["c", "b"])
        labelling.kept = 2
        #expect(labelling.choice(0, of: scores).map(\.score) == [0.625, 0.375])
    }

    @Test func enrichmentIsComparedAsItIs() {
        let scores = ConceptScores(filters: [0], concepts: ["a", "b", "c", "d"], values: [1.9, 4, 3, 1])
        #expect(
            MaskLabelling().choice(0, of: scores) == [
                ScoredConcept(name: "b", score: 4), ScoredConcept(name: "c", score: 3),
            ])
        #expect(MaskLabelling(margin: 1).choice(0, of: scores).map(\.name) == ["b", "c", "a"])
        let many = ConceptScores(filters: [0], concepts: ["a", "b", "c", "d"], values: [5, 4, 7, 6])
        #expect(MaskLabelling().choice(0, of: many).map(\.name) == ["c", "d", "a"])
        let none = ConceptScores(filters: [0], concepts: ["a", "b"], values: [0.9, 1])
        #expect(MaskLabelling().choice(0, of: none).isEmpty)
    }

    @Test func whatIsBelowTheMedianCountsAsNothing() throws {
        let filters = try HandBuiltFilters(scenes: 1)
        let mask = filters.masks[0]
        // A map of the mask's own size needs no scaling: the upper half of the values is 1, the lower 0.4.
        let map = mask.ids.indices.map { $0 < mask.ids.count / 2 ? Float(1) : 0.4 }
        let overlap = MaskOverlap(
            map: map, placement: .even(height: mask.height, width: mask.width), mask: mask, quantile: 0.5)
        #expect(overlap.region == 0.5)
        #expect(abs(overlap.parts.reduce(0) { $0 + $1.activation } - 1) < 1e-12)
        #expect(abs(overlap.parts.reduce(0) { $0 + $1.area } - 1) < 1e-12)
        #expect(abs(overlap.parts.reduce(0) { $0 + $1.common } - 0.5) < 1e-12)
    }

    /// The second of two positions looks at the first half of the picture: the concept there is the filter's.
    @Test func aMapLiesWhereItsPositionsLook() {
        let mask = ConceptMask(height: 1, width: 8, ids: [0, 0, 0, 0, 1, 1, 1, 1])
        let early = MapPlacement.Axis(extent: 8, first: -2, step: 4, fields: [0...0, 0...4])
        for (placement, concept) in [(MapPlacement.even(height: 1, width: 2).columns, 1), (early, 0)] {
            let overlap = MaskOverlap(
                map: [0, 1], placement: MapPlacement(rows: .even(1), columns: placement), mask: mask, quantile: 0.5)
            let best = overlap.parts.max { $0.activation < $1.activation }
            #expect(best?.concept == concept)
        }
    }
}
