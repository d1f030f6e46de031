#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// The C library's functions under names that do not collide with members.
package func exponential(_ x: Double) -> Double { exp(x) }
package func naturalLogarithm(_ x: Double) -> Double { log(x) }
/// `log(1 + x)`, exact near zero.
package func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }
package func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
package func cosine(_ x: Double) -> Double { cos(x) }
