#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The C library's function under a name that does not collide with members.
func exponential(_ x: Double) -> Double { exp(x) }
