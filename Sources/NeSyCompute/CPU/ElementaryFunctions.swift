#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// The C library's functions under names that do not collide with members.
func exponential(_ x: Double) -> Double { exp(x) }
func naturalLogarithm(_ x: Double) -> Double { log(x) }
/// `log(1 + x)`, exact near zero.
func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
