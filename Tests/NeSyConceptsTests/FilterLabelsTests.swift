import NeSyConcepts
import Testing

@Suite struct FilterLabelsTests {
    static func concepts(_ names: String...) -> [ScoredConcept] { names.map { ScoredConcept(name: $0, score: 1) } }

    @Test("numbers count the uses of a concept, alone or with others, in the order given")
    func numbering() {
        let labels = FilterLabels(choices: [
            (17, Self.concepts("sky", "building")), (3, Self.concepts("sky")), (5, []), (9, Self.concepts("street lamp")),
            (4, Self.concepts("building, edifice")),
        ])
        #expect(labels.labels.map(\.name) == ["sky1_building1", "sky2", nil, "street_lamp1", "building2"])
        #expect(labels.name(of: 3) == "sky2")
        #expect(labels.name(of: 8) == nil)
        #expect(labels.attributeNames["f17"] == "sky1_building1")
        #expect(labels.attributeNames["f5"] == nil)
    }

    @Test("a table of scores quotes what a comma would break")
    func scores() {
        let scores = ConceptScores(filters: [2, 7], concepts: ["bed, made", "sofa"], values: [1, 0.5, 0, 2])
        #expect(scores.csv() == "filter,\"bed, made\",sofa\n2,1.0,0.5\n7,0.0,2.0\n")
        #expect(scores[1, 1] == 2)
    }
}
