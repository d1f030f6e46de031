import NeSyTensor

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How well concepts fit filters by ``SoftWPMI``, and whether it may be chance.
public struct EvidenceScores: Sendable {
    /// In natural units of information.
    public let scores: ConceptScores
    /// How far the evidence of every concept is from that of random sets, in their standard deviations; as the scores.
    public let deviations: [Float]
    /// What the largest deviation of a random set exceeds only as often as the significance allows; nil without one.
    public let threshold: Double?
    private let settings: SoftWPMI
    /// The concepts that filters may be named after.
    private let candidates: [Int]

    /// A spread below this is rounding: the concept is the same on all images.
    private static let leastSpread = 1e-4

    init(
        _ settings: SoftWPMI, _ products: UnsafeEvidenceProducts, filters: [Int], chosen: [Int], concepts: [String],
        pool: WorkerPool
    ) {
        let sets = products.sets
        let width = concepts.count
        let places = filters.map { filter in chosen.firstIndex(of: filter) ?? 0 }
        let random = sets.filters..<sets.count
        let tiles = (width + UnsafeEvidenceProducts.tile - 1) / UnsafeEvidenceProducts.tile
        var values = [Double](repeating: 0, count: filters.count * width)
        var deviations = [Float](repeating: 0, count: filters.count * width)
        var largest = [Double](repeating: -.infinity, count: tiles * random.count)
        values.withUnsafeMutableBufferPointer { values in
            deviations.withUnsafeMutableBufferPointer { deviations in
                largest.withUnsafeMutableBufferPointer { largest in
                    pool.run(count: width, grain: UnsafeEvidenceProducts.tile) { tile in
                        let chance = Spread(products, sets: random, concepts: tile)
                        let place = tile.lowerBound / UnsafeEvidenceProducts.tile * random.count
                        for (number, set) in random.enumerated() {
                            for (column, concept) in tile.enumerated() {
                                let deviation = chance.deviation(products.logarithm(set, concept), column)
                                largest[place + number] = max(largest[place + number], deviation)
                            }
                        }
                        let baseline = settings.baseline == .chance
                            ? chance.means : EvidenceScores.logarithmicMeans(products, concepts: tile)
                        for (row, set) in places.enumerated() {
                            for (column, concept) in tile.enumerated() {
                                let evidence = products.logarithm(set, concept)
                                values[row * width + concept] = evidence - settings.lambda * baseline[column]
                                deviations[row * width + concept] = Float(chance.deviation(evidence, column))
                            }
                        }
                    }
                }
            }
        }
        let best = (0..<random.count).map { set in
            (0..<tiles).reduce(-Double.infinity) { max($0, largest[$1 * random.count + set]) }
        }
        threshold = settings.significance.map { EvidenceScores.quantile(best, above: $0) }
        scores = ConceptScores(filters: filters, concepts: concepts, values: values)
        self.deviations = deviations
        self.settings = settings
        candidates = concepts.indices.filter { !settings.excluded.contains(concepts[$0]) }
    }

    /// What is exceeded by chance no more often than a share says: with a hundredth and 999 sets, the tenth largest.
    /// Infinite where there are too few sets to say so.
    private static func quantile(_ values: [Double], above share: Double) -> Double {
        let allowed = Int((share * Double(values.count + 1)).rounded(.down))
        return allowed < 1 ? .infinity : values.sorted(by: >)[min(allowed, values.count) - 1]
    }

    /// The published baseline: log of the mean over the filters of `P(D|c)`.
    private static func logarithmicMeans(_ products: UnsafeEvidenceProducts, concepts: Range<Int>) -> [Double] {
        let filters = 0..<products.sets.filters
        return concepts.map { concept in
            let evidence = filters.map { products.logarithm($0, concept) }
            let most = evidence.max() ?? 0
            return most + log(evidence.reduce(0) { $0 + exp($1 - most) } / Double(evidence.count))
        }
    }

    /// The concepts that a filter is named after, best first; empty when none fits.
    /// - Parameter row: of the table of scores.
    public func choice(_ row: Int) -> [ScoredConcept] {
        let width = scores.concepts.count
        let fitting = candidates.filter { concept in
            threshold.map { Double(deviations[row * width + concept]) > $0 } ?? true
        }
        guard let best = fitting.max(by: { (scores[row, $0], $1) < (scores[row, $1], $0) }) else { return [] }
        let least = scores[row, best] - settings.margin * abs(scores[row, best])
        return fitting.filter { scores[row, $0] >= least }
            .sorted { (scores[row, $1], $0) < (scores[row, $0], $1) }
            .prefix(max(1, settings.mostConcepts))
            .map { ScoredConcept(name: scores.concepts[$0], score: scores[row, $0]) }
    }

    /// Mean and standard deviation of the evidence of some concepts over random sets.
    private struct Spread {
        let means: [Double]
        private let spreads: [Double]

        init(_ products: UnsafeEvidenceProducts, sets: Range<Int>, concepts: Range<Int>) {
            var means = [Double](repeating: 0, count: concepts.count)
            var squares = means
            // Welford's sums.
            for (number, set) in sets.enumerated() {
                for (column, concept) in concepts.enumerated() {
                    let evidence = products.logarithm(set, concept)
                    let difference = evidence - means[column]
                    means[column] += difference / Double(number + 1)
                    squares[column] += difference * (evidence - means[column])
                }
            }
            self.means = means
            spreads = squares.map { ($0 / Double(sets.count - 1)).squareRoot() }
        }

        func deviation(_ evidence: Double, _ column: Int) -> Double {
            (evidence - means[column]) / max(spreads[column], EvidenceScores.leastSpread)
        }
    }
}
