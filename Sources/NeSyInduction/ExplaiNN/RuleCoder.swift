#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Prices rules and items over one table: the only place where the parts of the score are written down.
///
/// The score of a rule set is ``itemComplexity`` + ``ruleCount(_:)`` + the sum of ``length(_:headThreshold:tails:)``
/// and ``items(_:)`` over the rules + the sum of ``column(_:)`` over what is left of the items.
struct RuleCoder: Sendable {
    let rows: Int
    let reading: ScoreReading
    /// |I| L_pc(n), which is paid for all items of both layers, covered or not.
    let itemComplexity: Double
    /// Per item log2(S / usage), with S the sum of the usages of both layers; infinite for an item that is never set.
    let codeWords: [Double]
    private let binomials: BinomialTable
    private let complexities: ComplexityTable

    /// - Parameter usage: per item the rows in which it is set.
    init(rows: Int, usage: [Int], reading: ScoreReading) {
        self.rows = rows
        self.reading = reading
        itemComplexity = Double(usage.count) * CodeLength.parametricComplexity(rows)
        let all = Double(usage.reduce(0, +))
        codeWords = usage.map { $0 == 0 ? .infinity : log2(all / Double($0)) }
        // The cells of two tails: most merges that are priced are of single tails.
        binomials = BinomialTable(upTo: 2 * rows)
        complexities = ComplexityTable(upTo: 2 * rows)
    }

    /// L_N(|M|); nothing is sent for no rules.
    func ruleCount(_ count: Int) -> Double { count == 0 ? 0 : CodeLength.integer(count) }

    /// A column of which `ones` rows are left to send.
    func column(_ ones: Int) -> Double { binomials.logBinomial(rows, ones) }

    /// The items of a head or of a tail: how many and which.
    func items(_ items: some Collection<Int>) -> Double {
        CodeLength.integer(items.count) + items.reduce(0) { $0 + codeWords[$1] }
    }

    /// Everything about a rule but its items.
    func length(_ counts: RuleCounts, headThreshold: Int, tails: Int) -> RuleLength {
        let placement = binomials.logBinomial(counts.applies, counts.holds)
        let placementComplexity = complexities[counts.applies]
        guard reading.mode == .robust else {
            return RuleLength(model: placementComplexity, placement: placement, minus: 0, plus: 0)
        }
        let minusCells = counts.holds * tails
        let plusCells = (counts.applies - counts.holds) * tails
        return RuleLength(
            model: placementComplexity + CodeLength.integer(headThreshold)
                + complexities[minusCells] + complexities[plusCells],
            placement: placement, minus: binomials.logBinomial(minusCells, counts.onesMinus),
            plus: binomials.logBinomial(plusCells, counts.onesPlus))
    }
}
