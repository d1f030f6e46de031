import NeSyConcepts
import NeSyData
import NeSyTensor
import Testing

/// Generated scenes, and filters built by hand on them: the masks of their concepts on a coarse grid, and noise.
struct HandBuiltFilters {
    /// Rows and columns of a map.
    let side: Int
    let concepts: [String]
    let masks: [ConceptMask]

    init(scenes: Int, side: Int = 8) throws {
        self.side = side
        var configuration = RoomsConfiguration()
        configuration.train = scenes
        configuration.plantedConfounders = []
        let dataset = try Rooms(configuration).dataset([.train], pool: WorkerPool())
        concepts = RoomConcept.allCases.map(\.name)
        masks = try (0..<scenes).map { try #require(try dataset.mask($0)) }
    }

    /// What a filter finds, by concept, and how much noise there is everywhere: uniform, from 0.
    struct Recipe {
        var weights: [RoomConcept: Float]
        var noise: Float = 0.05
        /// How many cells around the concept answer as well.
        var blur = 0
    }

    func map(_ recipe: Recipe, image: Int, stream: UInt64) -> [Float] {
        let mask = masks[image]
        let cell = mask.height / side
        let random = CounterRandom(seed: 7, stream: stream)
        var map = [Float](repeating: 0, count: side * side)
        for row in 0..<mask.height {
            for column in 0..<mask.width {
                let concept = RoomConcept(rawValue: UInt8(mask.ids[row * mask.width + column]))
                let weight = concept.flatMap { recipe.weights[$0] } ?? 0
                map[row / cell * side + column / cell] += weight / Float(cell * cell)
            }
        }
        if recipe.blur > 0 { map = blurred(map, recipe.blur) }
        for position in map.indices {
            map[position] += recipe.noise * random.uniform(UInt64(image * map.count + position))
        }
        return map
    }

    private func blurred(_ map: [Float], _ reach: Int) -> [Float] {
        return map.indices.map { position in
            let (row, column) = (position / side, position % side)
            var sum: Float = 0
            for y in max(0, row - reach)...min(side - 1, row + reach) {
                for x in max(0, column - reach)...min(side - 1, column + reach) { sum += map[y * side + x] }
            }
            return sum / Float((2 * reach + 1) * (2 * reach + 1))
        }
    }

    /// What the labelling makes of the filters: the table of scores over the images with the largest norms.
    func scores(_ recipes: [Recipe], _ labelling: MaskLabelling, top: Int = 10) -> ConceptScores {
        var norms = [Float](repeating: 0, count: masks.count * recipes.count)
        let overlaps = recipes.enumerated().map { filter, recipe in
            let maps = masks.indices.map { map(recipe, image: $0, stream: UInt64(filter)) }
            for (image, map) in maps.enumerated() {
                norms[image * recipes.count + filter] = map.reduce(0) { $0 + $1 * $1 }.squareRoot()
            }
            func norm(_ image: Int) -> Float { norms[image * recipes.count + filter] }
            return masks.indices.sorted { (norm($1), $0) < (norm($0), $1) }.prefix(top).map { image in
                MaskOverlap(
                    map: maps[image], placement: .even(height: side, width: side), mask: masks[image],
                    quantile: labelling.quantile)
            }
        }
        let correlations = ConceptCorrelations(
            norms: norms, filterCount: recipes.count,
            shown: masks.map { Set($0.ids).filter { $0 >= 0 }.map { Int($0) } }, conceptCount: concepts.count)
        return labelling.scores(
            filters: Array(recipes.indices), concepts: concepts, overlaps: overlaps, correlations: correlations)
    }

    /// The names that the filters get.
    func names(_ recipes: [Recipe], _ labelling: MaskLabelling) -> [[String]] {
        let scores = scores(recipes, labelling)
        return recipes.indices.map { labelling.choice($0, of: scores).map(\.name) }
    }
}
