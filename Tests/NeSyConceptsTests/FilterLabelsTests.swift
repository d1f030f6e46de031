import NeSyConcepts
import Testing

@Suite struct FilterLabelsTests {
    static func concepts(_ names: String...) -> [ScoredConcept] { names.map { ScoredConcept(name: $0, score: 1) } }

    @Test("numbers count the uses of a concept, alone or with others, in the order given")
    func numbering() {
        let labels = FilterLabels(choices: [
            (17, Self.concepts("sky", "building")), (3, Self.concepts("sky")), (5, []),
            (9, Self.concepts("street lamp")),
            (4, Self.concepts("building, edifice")),
        ])
        #expect(labels.labels.map(\.name) == ["sky1_building1", "sky2", nil, "street_lamp1", "building2"])
        #expect(labels.name(of: 3) == "sky2")
        #expect(labels.name(of: 8) == nil)
        #expect(labels.attributeNames["f17"] == "sky1_building1")
        #expect(labels.attributeNames["f5"] == nil)
    }

    @Test("no name means anything else, in whatever notation", arguments: [
        (["Bed", "bed", "bed, made"], ["bed1", "bed2", "bed3"]),
        (["f", "ab", "rule", "f", "1"], ["f_1", "ab_1", "rule_1", "f_2", "1_1"]),
        (["bed1", "bed"], ["bed11", "bed1"]), (["kitchen", "den"], ["kitchen1", "den2"]),
        (["b\u{e4}d", "b\u{f6}d", "x\u{302}"], ["b\u{e4}d1", "b\u{f6}d2", "x\u{302}1"]),
        ([",", "street  Lamp "], [nil, "street_lamp1"]),
    ])
    func distinctNames(concepts: [String], names: [String?]) {
        let choices = concepts.enumerated().map { (filter: $0, concepts: Self.concepts($1)) }
        #expect(FilterLabels(choices: choices, classes: ["Den1"]).labels.map(\.name) == names)
    }

    @Test("a number that would make the name of another filter is passed over")
    func takenNames() {
        let labels = FilterLabels(choices: [
            (0, Self.concepts("bed1")), (1, Self.concepts("sky1_bed")), (2, Self.concepts("sky", "bed")),
            (3, Self.concepts("Bed", "bed, made")),
        ] + (4..<14).map { ($0, Self.concepts("bed")) })
        #expect(labels.labels.prefix(4).map(\.name) == ["bed11", "sky1_bed1", "sky1_bed2", "bed3"])
        #expect(labels.name(of: 10) == "bed10" && labels.name(of: 11) == "bed12")
        #expect(Set(labels.labels.compactMap(\.name)).count == 14)
    }

    @Test("a table of scores quotes what a comma would break")
    func scores() {
        let scores = ConceptScores(filters: [2, 7], concepts: ["bed, made", "sofa"], values: [1, 0.5, 0, 2])
        #expect(scores.csv() == "filter,\"bed, made\",sofa\n2,1.0,0.5\n7,0.0,2.0\n")
        #expect(scores[1, 1] == 2)
    }
}
