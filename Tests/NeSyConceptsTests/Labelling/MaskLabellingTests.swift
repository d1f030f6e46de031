import NeSyConcepts
import NeSyData
import NeSyTensor
import Testing

@Suite struct MaskLabellingTests {
    let filters: HandBuiltFilters
    static let objects = RoomConcept.allCases.filter { $0 != .wall && $0 != .floor }

    init() throws { filters = try HandBuiltFilters(scenes: 300) }

    @Test func everyFilterGetsItsConcept() {
        let recipes = RoomConcept.allCases.map { HandBuiltFilters.Recipe(weights: [$0: 1]) }
        #expect(filters.names(recipes, MaskLabelling(.enrichment)) == RoomConcept.allCases.map { [$0.name] })
    }

    /// The published score needs maps that are finer than the objects, and little noise.
    @Test func everyFineFilterGetsItsConceptByItsShareOfTheActivation() throws {
        let recipes = RoomConcept.allCases.map { HandBuiltFilters.Recipe(weights: [$0: 1], noise: 0.01) }
        let fine = try HandBuiltFilters(scenes: 300, side: 16)
        #expect(fine.names(recipes, MaskLabelling(.activationShare)) == RoomConcept.allCases.map { [$0.name] })
    }

    /// Intersection over union needs a region as small as the objects.
    @Test func everyFineFilterGetsItsConceptByIntersectionOverUnion() throws {
        let recipes = Self.objects.map { HandBuiltFilters.Recipe(weights: [$0: 1]) }
        let fine = try HandBuiltFilters(scenes: 300, side: 16)
        var labelling = MaskLabelling(.iou)
        labelling.quantile = 0.95
        #expect(fine.names(recipes, labelling) == Self.objects.map { [$0.name] })
    }

    @Test(arguments: [
        (RoomConcept.bed, RoomConcept.lamp), (.toilet, .tub), (.stove, .fridge), (.window, .picture), (.rug, .plant),
    ])
    func mixturesGetBothInTheOrderOfTheirShares(first: RoomConcept, second: RoomConcept) throws {
        let recipes: [HandBuiltFilters.Recipe] = [
            .init(weights: [first: 1, second: 0.7]), .init(weights: [first: 0.7, second: 1]),
        ]
        // So many scenes that ten of them show both well.
        let filters = try HandBuiltFilters(scenes: 1000)
        let names = filters.names(recipes, MaskLabelling())
        #expect(names == [[first.name, second.name], [second.name, first.name]])
    }

    /// Half of the activation of a broad map lies on the largest thing behind the object, whatever the object is.
    @Test func activationShareNamesTheBackgroundOfBroadMaps() {
        let recipes = Self.objects.map { HandBuiltFilters.Recipe(weights: [$0: 1], noise: 0, blur: 2) }
        let byShare = filters.names(recipes, MaskLabelling(.activationShare))
        #expect(byShare.count { $0[0] == "wall" || $0[0] == "floor" } >= 10)
        let byEnrichment = filters.names(recipes, MaskLabelling(.enrichment))
        #expect(byEnrichment.map { $0[0] } == Self.objects.map(\.name))
        var withoutBackground = MaskLabelling(.activationShare)
        withoutBackground.excluded.background = true
        #expect(!filters.names(recipes, withoutBackground).joined().contains { $0 == "wall" || $0 == "floor" })
    }

    @Test func aFilterThatAnswersNowhereFitsNone() {
        for score in MaskScore.allCases {
            #expect(filters.names([.init(weights: [:], noise: 0)], MaskLabelling(score)) == [[]])
        }
    }

    @Test func ignoredConceptsAreNeverChosen() {
        var labelling = MaskLabelling()
        labelling.excluded.names = ["bed"]
        let scores = filters.scores([.init(weights: [.bed: 1])], labelling)
        #expect(scores[0, 2] > 2)
        #expect(!labelling.choice(0, of: scores).map(\.name).contains("bed"))
    }

    @Test func catchAllsAreNeverChosen() {
        let concepts = ["void", "other_furniture", "other", "otherwise", "unlabeled", "bed"]
        let scores = ConceptScores(filters: [0], concepts: concepts, values: [5, 5, 5, 4, 5, 4])
        #expect(MaskLabelling().choice(0, of: scores).map(\.name) == ["otherwise", "bed"])
    }

    @Test func backgroundIsWhatFillsAScene() {
        let concepts = ["wall", "Floor, flooring", "wall socket", "door", "earth, ground", "floor lamp", " SKY "]
        #expect(
            concepts.filter(ExcludedConcepts.isBackground) == ["wall", "Floor, flooring", "earth, ground", " SKY "])
    }
}
