/// ``CodeLength/parametricComplexity(_:)`` in one look-up, for a search that asks for millions of them.
struct ComplexityTable: Sendable {
    private let complexities: [Double]

    /// Answers up to `limit` cells from the table, which takes 8 bytes for each and ends at two million.
    init(upTo limit: Int) {
        precondition(limit >= 0)
        complexities = (0...min(limit, 1 << 21)).map(CodeLength.parametricComplexity)
    }

    /// - Precondition: `count` is not negative.
    subscript(count: Int) -> Double {
        count < complexities.count ? complexities[count] : CodeLength.parametricComplexity(count)
    }
}
