/// Names filters after what segmentation masks show where they are active (NeSyFOLD, paper 2, by the published
/// program; the score is chosen here).
public struct MaskLabelling: Sendable, Hashable {
    public var score = MaskScore.enrichment
    /// Concepts whose share of the scores comes so near to the best one's are part of the name.
    public var margin = 0.05
    /// The best concepts whose scores are divided by their sum before the margin is applied.
    public var kept = 10
    /// What lies below this quantile of a scaled map counts as nothing.
    public var quantile = 0.5
    /// Concepts that no filter is named after. They still count as area, and stay in the table of scores.
    public var ignored: Set<String> = []
    /// Ignores the concepts that are ``isBackground(_:)``.
    public var excludesBackground = false

    public init() {}

    /// What fills a scene behind its objects.
    public static let background: Set = [
        "background", "wall", "floor", "ceiling", "sky", "ground", "grass", "road",
    ]

    /// Whether one of a concept's names, which commas separate, is in ``background``: `floor, flooring` is.
    public static func isBackground(_ concept: String) -> Bool {
        concept.lowercased().split(separator: ",").contains { name in
            background.contains(name.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }
    }

    /// The table of scores.
    /// - Parameters:
    ///   - overlaps: for every filter, the maps on its strongest images; may be empty.
    /// - Precondition: a list of overlaps for every filter.
    public func scores(filters: [Int], concepts: [String], overlaps: [[MaskOverlap]]) -> ConceptScores {
        precondition(overlaps.count == filters.count)
        return ConceptScores(
            filters: filters, concepts: concepts,
            values: overlaps.flatMap { scores(of: $0, concepts: concepts.count) })
    }

    /// The score of every concept on the images of one filter.
    private func scores(of overlaps: [MaskOverlap], concepts: Int) -> [Double] {
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
        case .enrichment, .activationShare:
            return sums.map { overlaps.isEmpty ? 0 : $0 / Double(overlaps.count) }
        case .iou:
            let region = overlaps.reduce(0) { $0 + $1.region }
            return zip(areas, commons).map { area, common in
                let union = region + area - common
                return union > 0 ? common / union : 0
            }
        }
    }

    /// The concepts that a filter is named after, best first, with their shares of the scores; empty when none fits.
    /// - Parameter row: of the table.
    public func choice(_ row: Int, of scores: ConceptScores) -> [ScoredConcept] {
        let best = scores.concepts.indices
            .filter { isCandidate(scores.concepts[$0]) }
            .sorted { (scores[row, $1], $0) < (scores[row, $0], $1) }
            .prefix(kept)
        let sum = best.reduce(0) { $0 + scores[row, $1] }
        guard let first = best.first, scores[row, first] > leastScore else { return [] }
        return best
            .filter { scores[row, $0] > leastScore && scores[row, $0] / sum >= scores[row, first] / sum - margin }
            .map { ScoredConcept(name: scores.concepts[$0], score: scores[row, $0] / sum) }
    }

    private func isCandidate(_ concept: String) -> Bool {
        !ignored.contains(concept) && !(excludesBackground && MaskLabelling.isBackground(concept))
    }

    /// A concept that gets no more of the activation than its area is not what the filter looks for.
    private var leastScore: Double { score == .enrichment ? 1 : 0 }
}
