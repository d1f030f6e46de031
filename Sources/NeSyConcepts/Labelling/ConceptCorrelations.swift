/// How the norms of filters go with the presence of concepts in pictures: what taking an object out of a scene would
/// show, as far as pictures that were taken anyway can tell.
///
/// The correlation of a filter's norm with whether the picture shows the concept (point-biserial, -1 to 1), brought
/// nearer to 0 by two standard errors, `2 / sqrt(pictures)`, so that what a few pictures give by chance counts as
/// nothing. It is 0 for a concept that every picture shows, and for a filter whose norm never changes.
public struct ConceptCorrelations: Sendable, Hashable {
    public let filterCount: Int
    public let conceptCount: Int
    /// `[filters, concepts]`.
    private let values: [Double]

    /// - Parameters:
    ///   - norms: `[pictures, filters]`, row by row.
    ///   - shown: the concepts of every picture, by position; each at most once.
    /// - Precondition: a row of norms for every picture.
    public init(norms: [Float], filterCount: Int, shown: [[Int]], conceptCount: Int) {
        precondition(norms.count == shown.count * filterCount)
        let pictures = Double(max(1, shown.count))
        var means = [Double](repeating: 0, count: filterCount)
        for (position, norm) in norms.enumerated() { means[position % filterCount] += Double(norm) / pictures }
        var squares = [Double](repeating: 0, count: filterCount)
        var sums = [Double](repeating: 0, count: filterCount * conceptCount)
        var counts = [Double](repeating: 0, count: conceptCount)
        for (picture, concepts) in shown.enumerated() {
            for concept in concepts { counts[concept] += 1 }
            for filter in 0..<filterCount {
                let distance = Double(norms[picture * filterCount + filter]) - means[filter]
                squares[filter] += distance * distance
                for concept in concepts { sums[filter * conceptCount + concept] += distance }
            }
        }
        let doubt = 2 / pictures.squareRoot()
        values = sums.indices.map { position in
            let count = counts[position % conceptCount]
            let spread = squares[position / conceptCount] * count * (1 - count / pictures)
            guard spread > 0 else { return 0 }
            let correlation = sums[position] / spread.squareRoot()
            return correlation < 0 ? min(0, correlation + doubt) : max(0, correlation - doubt)
        }
        self.filterCount = filterCount
        self.conceptCount = conceptCount
    }

    public subscript(filter: Int, concept: Int) -> Double { values[filter * conceptCount + concept] }
}
