import NeSyConcepts
import Testing

@Suite struct FilterGroupsTests {
    /// Five filters on two positions: 1 is 0 twice as strong, 2 is elsewhere, 3 lies between, 4 is silent.
    private var similarities: MapSimilarities {
        var similarities = MapSimilarities(filters: [0, 4], filterCount: 5)
        let image: [Float] = [1, 2, 0, 1, 0] + [0, 0, 1, 0.5, 0]
        similarities.add(image[...], rows: [0, 1])
        similarities.add(image[...], rows: [0])
        return similarities
    }

    @Test func similarityIsTheMeanCosine() {
        let similarities = similarities
        #expect(similarities[0, 0] == 1)
        #expect(similarities[0, 1] == 1)
        #expect(similarities[0, 2] == 0)
        #expect(abs(similarities[0, 3] - 1 / 1.25.squareRoot()) < 1e-12)
        #expect(similarities[0, 4] == 0)
    }

    @Test func companionsAreAboveTheThresholdAndTheMostSimilarFirst() {
        let groups = FilterGroups(similarities).groups
        #expect(groups[0].companions.map(\.filter) == [1, 3])
        #expect(groups[1].companions.isEmpty)
        #expect(FilterGroups(similarities, threshold: 0.9).groups[0].companions.map(\.filter) == [1])
        #expect(FilterGroups(similarities, most: 1).groups[0].companions.map(\.filter) == [1])
        #expect(
            FilterGroups(similarities, most: 1).csv() == "filter,companion,similarity\n0,1,1.0\n")
    }
}
