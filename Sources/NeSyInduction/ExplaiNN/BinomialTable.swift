#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Log-binomials in three look-ups, for a search that asks for millions of them.
///
/// Within 2e-8 bits of ``CodeLength/logBinomial(_:_:)``, which answers where the table ends.
public struct BinomialTable: Sendable {
    /// log2 k! for k = 0…
    private let logFactorials: [Double]

    /// Answers up to `limit` cells from the table, which takes 8 bytes for each and ends at two million.
    public init(upTo limit: Int) {
        precondition(limit >= 0)
        // Compensated: a plain sum of a million logarithms is off in the ninth digit.
        var sum = 0.0
        var lost = 0.0
        logFactorials =
            [0]
            + (1...max(1, min(limit, 1 << 21))).map { value in
                let term = log2(Double(value)) - lost
                let next = sum + term
                lost = (next - sum) - term
                sum = next
                return sum
            }
    }

    /// log2 of the number of ways to choose `k` of `n` cells; exactly 0 for none and for all.
    /// - Precondition: `k` is between 0 and `n`.
    public func logBinomial(_ n: Int, _ k: Int) -> Double {
        precondition(k >= 0 && k <= n)
        if k == 0 || k == n { return 0 }
        guard n < logFactorials.count else { return CodeLength.logBinomial(n, k) }
        return logFactorials[n] - (logFactorials[k] + logFactorials[n - k])
    }
}
