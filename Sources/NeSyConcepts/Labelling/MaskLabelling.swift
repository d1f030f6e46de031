/// Names filters after what segmentation masks show where they are active (NeSyFOLD, paper 2, by the published
/// program; the score is chosen here).
public struct MaskLabelling: Sendable, Hashable {
    public var score: MaskScore
    /// Concepts that come so near to the best one are part of the name. Enrichment is compared as it is, so that the
    /// number of concepts does not matter: with 0.5, what reaches half of the best score. Of the other scores each
    /// concept's share of the sum over the ``kept`` best is compared, as published.
    public var margin: Double
    /// The concepts that count: so many with the best scores.
    public var kept = 10
    /// Concepts in a name by enrichment: a longer one says little. The published scores have no such limit.
    public var mostConcepts = 3
    /// What lies below this quantile of a scaled map counts as nothing.
    public var quantile = 0.5
    /// Concepts that no filter is named after. They still count as area, and stay in the table of scores.
    public var excluded = ExcludedConcepts()

    /// - Parameter margin: the score's own when nil.
    public init(_ score: MaskScore = .enrichment, margin: Double? = nil) {
        self.score = score
        self.margin = margin ?? score.standardMargin
    }

    /// The table of scores.
    /// - Parameters:
    ///   - overlaps: for every filter, the maps on its strongest images; may be empty.
    ///   - correlations: of the same filters and concepts. They count for enrichment; nil compares in space alone.
    /// - Precondition: a list of overlaps for every filter, and correlations of every filter and concept.
    public func scores(
        filters: [Int], concepts: [String], overlaps: [[MaskOverlap]], correlations: ConceptCorrelations? = nil
    ) -> ConceptScores {
        precondition(overlaps.count == filters.count)
        var values = overlaps.flatMap { scores(of: $0, concepts: concepts.count) }
        if score == .enrichment, let correlations {
            precondition(correlations.filterCount == filters.count && correlations.conceptCount == concepts.count)
            for position in values.indices {
                let (row, concept) = position.quotientAndRemainder(dividingBy: concepts.count)
                values[position] *= MaskLabelling.factor(correlations[row, concept])
            }
        }
        return ConceptScores(filters: filters, concepts: concepts, values: values)
    }

    /// From a third for a concept that surely goes with a weaker filter to three for one that surely goes with a
    /// stronger one; a correlation of a tenth is as good as any, so that of two concepts that both excite the filter
    /// the picture decides.
    private static func factor(_ correlation: Double) -> Double {
        let weight = 1 + 2 * min(1, abs(correlation) / 0.1)
        return correlation < 0 ? 1 / weight : weight
    }

    /// The score of every concept on the images of one filter.
    private func scores(of overlaps: [MaskOverlap], concepts: Int) -> [Double] {
        if overlaps.isEmpty { return [Double](repeating: 0, count: concepts) }
        let images = Double(overlaps.count)
        var sums = [Double](repeating: 0, count: concepts)
        var areas = sums
        var commons = sums
        for part in overlaps.lazy.flatMap(\.parts) {
            areas[part.concept] += part.area
            commons[part.concept] += part.common
            switch score {
            case .enrichment: sums[part.concept] += part.activation / part.area
            case .activationShare, .iou: sums[part.concept] += part.activation
            }
        }
        switch score {
        case .enrichment, .activationShare: return sums.map { $0 / images }
        case .iou:
            let region = overlaps.reduce(0) { $0 + $1.region }
            return zip(areas, commons).map { area, common in
                let union = region + area - common
                return union > 0 ? common / union : 0
            }
        }
    }

    /// The concepts that a filter is named after, best first; empty when none fits. Enrichment is given as it is, other
    /// scores as shares of their sum.
    /// - Parameter row: of the table.
    public func choice(_ row: Int, of scores: ConceptScores) -> [ScoredConcept] {
        let best = scores.concepts.indices
            .filter { !excluded.contains(scores.concepts[$0]) }
            .sorted { (scores[row, $1], $0) < (scores[row, $0], $1) }
            .prefix(kept)
        guard let first = best.first, scores[row, first] > leastScore else { return [] }
        let unit = score == .enrichment ? 1 : best.reduce(0) { $0 + scores[row, $1] }
        let highest = scores[row, first] / unit
        let limit = score == .enrichment ? highest * (1 - margin) : highest - margin
        return best
            .prefix(score == .enrichment ? mostConcepts : kept)
            .filter { scores[row, $0] > leastScore && scores[row, $0] / unit >= limit }
            .map { ScoredConcept(name: scores.concepts[$0], score: scores[row, $0] / unit) }
    }

    /// A concept that gets no more of the activation than its area is not what the filter looks for.
    private var leastScore: Double { score == .enrichment ? 1 : 0 }
}
