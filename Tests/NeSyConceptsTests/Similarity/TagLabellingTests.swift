import NeSyConcepts
import NeSyData
import NeSyTensor
import Testing

/// Filters built by hand on generated rooms, named by the tags of whole images.
@Suite struct TagLabellingTests {
    let filters: HandBuiltFilters
    let norms: Tensor
    let tags: [Float]
    static let objects = RoomConcept.allCases.filter { $0 != .wall && $0 != .floor }
    /// Filters for each concept, each with noise of its own.
    static let copies = 3

    init() throws {
        filters = try HandBuiltFilters(scenes: 600)
        let recipes = RoomConcept.allCases.flatMap { concept in
            (0..<Self.copies).map { HandBuiltFilters.Recipe(weights: [concept: 1], noise: 0.15 * Float($0)) }
        }
        var norms = [Float](repeating: 0, count: 600 * recipes.count)
        for (filter, recipe) in recipes.enumerated() {
            for image in 0..<600 {
                let map = filters.map(recipe, image: image, stream: UInt64(filter))
                norms[image * recipes.count + filter] = map.reduce(0) { $0 + $1 * $1 }.squareRoot()
            }
        }
        self.norms = Tensor([600, recipes.count], norms)
        tags = filters.masks.flatMap { mask in
            let shown = Set(mask.ids)
            return RoomConcept.allCases.map { shown.contains(Int32($0.rawValue)) ? Float(1) : 0 }
        }
    }

    private func names(_ tags: [Float], seed: UInt64 = 0) throws -> [[String]] {
        var wpmi = SoftWPMI()
        wpmi.seed = seed
        let evidence = try TagEvidence(concepts: filters.concepts, values: tags)
        let all = Array(0..<norms.shape[1])
        let scores = try wpmi.scores(norms: norms, filters: all, evidence: evidence, pool: WorkerPool())
        return all.map { scores.choice($0).map(\.name) }
    }

    @Test func filtersGetTheirConcepts() throws {
        let names = try names(tags)
        let expected = RoomConcept.allCases.flatMap { [String](repeating: $0.name, count: Self.copies) }
        let objects = expected.indices.filter { expected[$0] != "wall" && expected[$0] != "floor" }
        let right = objects.count { names[$0].first == expected[$0] }
        #expect(Double(right) >= 0.95 * Double(objects.count), "\(right) of \(objects.count)")
        // What every image shows tells nothing.
        #expect(!names.joined().contains { $0 == "wall" || $0 == "floor" })
    }

    @Test(arguments: 0..<3 as Range<UInt64>)
    func tagsOfOtherImagesFitNothing(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let order = (0..<600).shuffled(using: &random)
        let width = filters.concepts.count
        let names = try names(order.flatMap { tags[$0 * width..<($0 + 1) * width] }, seed: seed)
        #expect(Double(names.count { $0.isEmpty }) >= 0.9 * Double(names.count), "\(names)")
    }
}
