import NeSyTensor

/// The draws of one scene: integers from a stream of its own, so that scenes do not depend on each other.
struct RoomRandom {
    private var generator: SplitMix64

    /// The purposes that draw independently of each other within a scene.
    enum Purpose: UInt64 {
        case concepts, layout, noise, label, intervention
    }

    init(seed: UInt64, split: UInt64, index: Int, purpose: Purpose) {
        var state = SplitMix64.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
        for word in [split, UInt64(index), purpose.rawValue] { state = SplitMix64.mix(state ^ (word &+ 1)) }
        generator = SplitMix64(seed: state)
    }

    mutating func next() -> UInt64 { generator.next() }

    /// Uniform in `0..<bound`; the bias of at most bound / 2^32 does not matter here.
    mutating func below(_ bound: Int) -> Int { Int(((generator.next() >> 32) * UInt64(bound)) >> 32) }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True with the given probability.
    mutating func chance(_ probability: Double) -> Bool {
        generator.next() >> 32 < UInt64(probability * 0x1p32)
    }
}
