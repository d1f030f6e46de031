import CMicro

/// The instructions that the inner loops of ``CPUBackend`` may use.
///
/// The levels with fused multiply-adds, AVX2 and AVX-512, agree bit for bit in matrix products; the portable one
/// rounds differently.
public enum VectorLevel: Int32, Sendable, Hashable, CaseIterable, Comparable {
    case portable = 0
    case avx2 = 1
    case avx512 = 2

    /// The highest level of the running processor.
    public static let best = VectorLevel(rawValue: nesy_best_level()) ?? .portable

    public static func < (a: VectorLevel, b: VectorLevel) -> Bool { a.rawValue < b.rawValue }
}
