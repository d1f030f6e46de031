#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What Stirling's formula leaves out: ln n! - (n ln n - n + ½ ln 2πn).
enum StirlingRemainder {
    private static let small: [Double] = {
        var logFactorial = 0.0
        return [0]
            + (1..<16).map { value in
                let n = Double(value)
                logFactorial += log(n)
                return logFactorial - (n * log(n) - n + 0.5 * log(2 * .pi * n))
            }
    }()

    /// - Precondition: `n` is at least 1.
    static func of(_ n: Int) -> Double {
        if n < small.count { return small[n] }
        let inverse = 1 / Double(n)
        let square = inverse * inverse
        return inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)))
    }
}
