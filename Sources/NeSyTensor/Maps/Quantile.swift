/// Order statistics of many numbers, without sorting them.
public enum Quantile {
    /// The quantile with linear interpolation between the two values around it, as NumPy's `percentile` has it.
    /// - Parameter share: 0 to 1; one half is the median.
    /// - Precondition: there are values, all finite.
    public static func value(_ values: [Float], at share: Double) -> Float {
        precondition(!values.isEmpty && (0...1).contains(share))
        let position = share * Double(values.count - 1)
        let lower = Int(position)
        let (low, notAbove) = smallest(values, lower)
        let fraction = Float(position - Double(lower))
        if fraction == 0 { return low }
        // The next value is the same one again, or the smallest above it.
        let high = notAbove > lower + 1 ? low : values.reduce(Float.infinity) { $1 > low ? min($0, $1) : $0 }
        return low + (high - low) * fraction
    }

    /// The value at a position of the ascending order, and how many values are not above it: two rounds of counting,
    /// by the upper and the lower half of bits whose order is that of the numbers.
    private static func smallest(_ values: [Float], _ position: Int) -> (value: Float, notAbove: Int) {
        var below = 0
        var prefix: UInt32 = 0
        for round in 0..<2 {
            var counts = [UInt32](repeating: 0, count: 65536)
            for value in values {
                let key = key(value)
                if round == 0 {
                    counts[Int(key >> 16)] += 1
                } else if key >> 16 == prefix >> 16 {
                    counts[Int(key & 0xFFFF)] += 1
                }
            }
            var bucket = 0
            while below + Int(counts[bucket]) <= position {
                below += Int(counts[bucket])
                bucket += 1
            }
            prefix |= UInt32(bucket) << (round == 0 ? 16 : 0)
            if round == 1 { below += Int(counts[bucket]) }
        }
        let bits = prefix & 0x8000_0000 != 0 ? prefix & 0x7FFF_FFFF : ~prefix
        return (Float(bitPattern: bits), below)
    }

    /// Bits that are ordered as the numbers are; both zeros count as one.
    private static func key(_ value: Float) -> UInt32 {
        let bits = value == 0 ? 0 : value.bitPattern
        return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
    }
}
