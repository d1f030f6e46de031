/// The streams of random numbers that this module draws from a seed, apart from those of other modules.
enum RandomStream: UInt64 {
    case shuffle = 0x6461_7461_0001
    case augmentation = 0x6461_7461_0002

    /// The stream of one epoch.
    func key(epoch: Int) -> UInt64 { rawValue << 16 &+ UInt64(truncatingIfNeeded: epoch) }
}
