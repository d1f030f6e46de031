#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// The C library's functions under names that do not collide with members.
func naturalLogarithm(_ x: Double) -> Double { log(x) }
func squareRoot(_ x: Double) -> Double { x.squareRoot() }
func cosine(_ x: Double) -> Double { cos(x) }
