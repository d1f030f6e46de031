#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The codes that description lengths are made of; all lengths in bits, all counts 64 bits wide.
public enum CodeLength {
    /// Rissanen's universal code for integers: log2 2.865064 + log2 z + log2 log2 z + …, positive terms only.
    /// - Precondition: `value` is at least 1.
    public static func integer(_ value: Int) -> Double {
        precondition(value >= 1, "the code begins with 1")
        return value < integers.count ? integers[value] : universal(value)
    }

    /// The parametric complexity of a binomial over `count` cells: what it costs that the number of ones is chosen
    /// with the cells in view. 0 for no cells.
    ///
    /// C(n) = Σ n(n-1)…(n-k+1) / nᵏ for k = 0…n (Mononen and Myllymäki 2008), which is 1 + Q(n) with Ramanujan's Q.
    /// The sum is taken for small n; its expansion beyond is off by less than 1e-11 bits.
    /// - Precondition: `count` is not negative.
    public static func parametricComplexity(_ count: Int) -> Double {
        precondition(count >= 0)
        return count < complexities.count ? complexities[count] : log2(expandedComplexity(Double(count)))
    }

    /// log2 of the number of ways to choose `k` of `n` cells, to 1e-12 of its value; exactly 0 for none and for all.
    ///
    /// The leading terms of Stirling's formula are combined before they are rounded, as in Loader's saddle-point
    /// expansion (2000): differences of log factorials lose nine digits where `n` is 5e9.
    /// - Precondition: `k` is between 0 and `n`.
    public static func logBinomial(_ n: Int, _ k: Int) -> Double {
        precondition(k >= 0 && k <= n)
        let less = min(k, n - k)
        if less == 0 { return 0 }
        let (all, few, many) = (Double(n), Double(less), Double(n - less))
        let entropy = few * log(all / few) - many * log1p(-few / all)
        let width = 0.5 * log(all / (2 * .pi * few * many))
        let remainder = StirlingRemainder.of(n) - StirlingRemainder.of(less) - StirlingRemainder.of(n - less)
        return (entropy + width + remainder) * bitsPerNat
    }

    static let bitsPerNat = 1.4426950408889634

    private static let integers = [0] + (1..<1024).map(universal)
    private static let complexities = [0] + (1..<1024).map { log2(summedComplexity($0)) }

    private static func universal(_ value: Int) -> Double {
        var bits = log2(2.865064)
        var term = log2(Double(value))
        while term > 0 {
            bits += term
            term = log2(term)
        }
        return bits
    }

    private static func summedComplexity(_ count: Int) -> Double {
        var sum = 0.0
        var term = 1.0
        for k in 0...count where term > 1e-18 {
            sum += term
            term *= Double(count - k) / Double(count)
        }
        return sum
    }

    private static func expandedComplexity(_ n: Double) -> Double {
        let root = (Double.pi * n / 2).squareRoot()
        // The terms in sqrt(n), 1, 1/sqrt(n), 1/n, 1/sqrt(n)³ and 1/n².
        return root + 2.0 / 3 + root / (12 * n) - 4 / (135 * n) + root / (288 * n * n) + 8 / (2835 * n * n)
    }
}
