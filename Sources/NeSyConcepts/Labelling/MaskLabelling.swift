/// Names filters after what segmentation masks show where they are active (NeSyFOLD, paper 2, by the published
/// program; the score is chosen here).
public struct MaskLabelling: Sendable, Hashable {
    public var score: MaskScore
    /// Concepts that come so near to the best one are part of the name. Enrichment is compared as it is, so that the
    /// number of concepts does not matter: with 0.4, what reaches 60 % of the best score. Of the other scores each
    /// concept's share of the sum over the ``kept`` best is compared, as published.
    public var margin: Double
    /// The concepts that count: so many with the best scores.
    public var kept = 10
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
    ///   - presence: of all images, the share that shows each concept. It counts for enrichment; nil compares in space
    ///     alone.
    /// - Precondition: a list of overlaps for every filter, and a share for every concept.
    public func scores(
        filters: [Int], concepts: [String], overlaps: [[MaskOverlap]], presence: [Double]? = nil
    ) -> ConceptScores {
        precondition(overlaps.count == filters.count && presence.map { $0.count == concepts.count } ?? true)
        return ConceptScores(
            filters: filters, concepts: concepts,
            values: overlaps.flatMap { scores(of: $0, concepts: concepts.count, presence) })
    }

    /// The score of every concept on the images of one filter.
    private func scores(of overlaps: [MaskOverlap], concepts: Int, _ presence: [Double]?) -> [Double] {
        if overlaps.isEmpty { return [Double](repeating: 0, count: concepts) }
        let images = Double(overlaps.count)
        var sums = [Double](repeating: 0, count: concepts)
        var shown = sums
        var areas = sums
        var commons = sums
        for part in overlaps.lazy.flatMap(\.parts) {
            shown[part.concept] += 1
            areas[part.concept] += part.area
            commons[part.concept] += part.common
            switch score {
            case .enrichment: sums[part.concept] += part.activation / part.area
            case .activationShare, .iou: sums[part.concept] += part.activation
            }
        }
        switch score {
        case .enrichment:
            guard let presence else { return sums.map { $0 / images } }
            return sums.indices.map { sums[$0] / images * (1 + shown[$0] / images - presence[$0]) }
        case .activationShare: return sums.map { $0 / images }
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
            .filter { scores[row, $0] > leastScore && scores[row, $0] / unit >= limit }
            .map { ScoredConcept(name: scores.concepts[$0], score: scores[row, $0] / unit) }
    }

    /// A concept that gets no more of the activation than its area is not what the filter looks for.
    private var leastScore: Double { score == .enrichment ? 1 : 0 }
}
