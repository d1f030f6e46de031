/// Which stream of the seed's random numbers belongs to what, so that no two uses share one.
enum RandomStream {
    /// First values: the stream is the index of the trained tensor.
    static func initialization(parameter: Int) -> UInt64 { UInt64(parameter) }

    /// The mask of a dropout layer in one training step; 2^22 layers, 2^40 steps.
    static func dropout(node: Int, step: Int) -> UInt64 {
        1 << 63 | UInt64(node) << 40 | UInt64(truncatingIfNeeded: step) & 0xFF_FFFF_FFFF
    }

    /// The order of the samples in one epoch.
    static func shuffle(epoch: Int) -> UInt64 { 1 << 62 | UInt64(truncatingIfNeeded: epoch) }

    /// The noise that prototypes begin as, and how they are moved about.
    static let prototype: UInt64 = 1 << 61
}
