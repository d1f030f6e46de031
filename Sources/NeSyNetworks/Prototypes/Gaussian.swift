#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The weights of a Gaussian blur along one axis, from the left end to the right, with sum 1.
struct Gaussian {
    let weights: [Float]

    /// - Precondition: the deviation, in pixels, is positive.
    init(sigma: Float) {
        precondition(sigma > 0)
        let reach = max(1, Int((3 * sigma).rounded(.up)))
        let raw = (-reach...reach).map { exp(-Double($0 * $0) / (2 * Double(sigma) * Double(sigma))) }
        let sum = raw.reduce(0, +)
        weights = raw.map { Float($0 / sum) }
    }
}
