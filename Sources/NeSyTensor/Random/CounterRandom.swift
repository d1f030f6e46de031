/// Random numbers by counter: the value at (seed, stream, index) depends on nothing else, so any thread
/// or device may draw any of them in any order. Philox 4x32 with 10 rounds (Salmon, Moraes, Dror and Shaw,
/// "Parallel random numbers: as easy as 1, 2, 3", 2011).
public struct CounterRandom: Sendable, Hashable {
    public let seed: UInt64
    public let stream: UInt64

    public init(seed: UInt64, stream: UInt64) {
        self.seed = seed
        self.stream = stream
    }

    /// The four 32-bit words of block `block`.
    public func words(block: UInt64) -> SIMD4<UInt32> {
        var c = SIMD4<UInt32>(
            UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32),
            UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
        var k0 = UInt32(truncatingIfNeeded: seed)
        var k1 = UInt32(truncatingIfNeeded: seed >> 32)
        for _ in 0..<10 {
            let p0 = UInt64(c[0]) &* 0xD251_1F53
            let p1 = UInt64(c[2]) &* 0xCD9E_8D57
            c = SIMD4(
                UInt32(truncatingIfNeeded: p1 >> 32) ^ c[1] ^ k0, UInt32(truncatingIfNeeded: p1),
                UInt32(truncatingIfNeeded: p0 >> 32) ^ c[3] ^ k1, UInt32(truncatingIfNeeded: p0))
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return c
    }

    /// The 32-bit word at an index; four consecutive indices share a block.
    public func word(_ index: UInt64) -> UInt32 { words(block: index >> 2)[Int(index & 3)] }

    /// Uniform in [0, 1), 24 bits.
    public func uniform(_ index: UInt64) -> Float { Float(word(index) >> 8) * 0x1p-24 }

    /// Standard normal by Box and Muller, from the two words at `2 * index` and `2 * index + 1`. Computed in
    /// Double, so that the nearest Float is the same on every machine.
    public func normal(_ index: UInt64) -> Float {
        let u = (Double(word(2 * index)) + 0.5) * 0x1p-32
        let v = Double(word(2 * index + 1)) * 0x1p-32
        return Float((-2 * naturalLogarithm(u)).squareRoot() * cosine(2 * Double.pi * v))
    }
}

/// ``CounterRandom`` read in order, for the standard library's shuffles and draws.
public struct CounterRandomGenerator: RandomNumberGenerator, Sendable {
    public let source: CounterRandom
    /// The next 64-bit draw; saved and restored to resume.
    public var position: UInt64

    public init(_ source: CounterRandom, position: UInt64 = 0) {
        self.source = source
        self.position = position
    }

    public mutating func next() -> UInt64 {
        let low = source.word(2 * position)
        let high = source.word(2 * position + 1)
        position += 1
        return UInt64(high) << 32 | UInt64(low)
    }
}
