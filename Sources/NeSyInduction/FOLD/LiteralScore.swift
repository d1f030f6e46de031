#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many rows a literal puts where.
struct LiteralCounts {
    /// Positives for which the literal holds, and does not.
    var tp: Int
    var fn: Int
    /// Negatives for which the literal does not hold, and does.
    var tn: Int
    var fp: Int

    /// The counts of the complement.
    var swapped: LiteralCounts { LiteralCounts(tp: fn, fn: tp, tn: fp, fp: tn) }
}

/// The worth of a literal; the larger, the better. `-inf` marks a literal that must not be used.
protocol LiteralScore: Sendable {
    /// Whether `not =<` and `not >` are tried beside `=<` and `>`.
    static var negatesComparisons: Bool { get }
    /// The scores of a literal and of its complement. In Double and in the stated order of operations:
    /// rounding decides which of several nearly equal literals wins.
    func scores(_ counts: LiteralCounts) -> (literal: Double, complement: Double)
}

/// The score of FOLD-SE ("Magic Gini Impurity"): `-(sqrt(tp * fp) + sqrt(tn * fn))`.
struct MagicGini: LiteralScore {
    static let negatesComparisons = true
    let polarity: PolarityGuard

    func scores(_ counts: LiteralCounts) -> (literal: Double, complement: Double) {
        // The complement swaps the two summands, so its score is the same number.
        let score =
            -(Double(counts.tp * counts.fp).squareRoot() + Double(counts.tn * counts.fn).squareRoot())
        return (
            polarity.admits(counts) ? score : -.infinity,
            polarity.admits(counts.swapped) ? score : -.infinity
        )
    }
}

/// The score of FOLD-R++ and FOLD-RM: information gain.
struct InformationGain: LiteralScore {
    static let negatesComparisons = false

    func scores(_ counts: LiteralCounts) -> (literal: Double, complement: Double) {
        (gain(counts), gain(counts.swapped))
    }

    private func gain(_ counts: LiteralCounts) -> Double {
        if !PolarityGuard.standard.admits(counts) { return -.infinity }
        let holding = Double(counts.tp + counts.fp)
        let failing = Double(counts.tn + counts.fn)
        let total = holding + failing
        var sum = 0.0
        if counts.tp > 0 { sum += Double(counts.tp) / total * log(Double(counts.tp) / holding) }
        if counts.fp > 0 { sum += Double(counts.fp) / total * log(Double(counts.fp) / holding) }
        if counts.tn > 0 { sum += Double(counts.tn) / total * log(Double(counts.tn) / failing) }
        if counts.fn > 0 { sum += Double(counts.fn) / total * log(Double(counts.fn) / failing) }
        return sum
    }
}
