import NeSyTensor

extension ConformanceCase.Input {
    /// Standard normal values, divided by `divisor`.
    static func normal(_ name: String, _ count: Int, stream: UInt64, divisor: Float = 1) -> Self {
        let random = CounterRandom(seed: 1, stream: stream)
        return Self(name: name, values: .floats((0..<count).map { random.normal(UInt64($0)) / divisor }))
    }

    /// Values so far apart, and so far from zero, that a central difference crosses no kink.
    static func distinct(_ name: String, _ count: Int) -> Self {
        var random = SplitMix64(seed: UInt64(count))
        let places = (0..<count).shuffled(using: &random)
        return Self(name: name, values: .floats(places.map { (Float($0) - Float(count / 2) + 0.5) * 0.05 }))
    }

    /// Uniform values in a range.
    static func uniform(_ name: String, _ count: Int, stream: UInt64, in range: ClosedRange<Float>) -> Self {
        let random = CounterRandom(seed: 2, stream: stream)
        let width = range.upperBound - range.lowerBound
        return Self(
            name: name, values: .floats((0..<count).map { range.lowerBound + width * random.uniform(UInt64($0)) }))
    }

    static func floats(_ name: String, _ values: [Float]) -> Self { Self(name: name, values: .floats(values)) }
    static func integers(_ name: String, _ values: [Int32]) -> Self { Self(name: name, values: .integers(values)) }

    /// Columns of so many rows as ``BitProduct`` lays them out, a share of the bits set; padding is zero.
    static func bits(_ name: String, rows: Int, columns: Int, share: Float, stream: UInt64) -> Self {
        let random = CounterRandom(seed: 3, stream: stream)
        let pitch = BitProduct.columnCount(rows: rows)
        var elements = [Int32](repeating: 0, count: columns * pitch)
        for column in 0..<columns {
            for row in 0..<rows where random.uniform(UInt64(column * rows + row)) < share {
                elements[column * pitch + row / 32] |= Int32(bitPattern: 1 << UInt32(row % 32))
            }
        }
        return .integers(name, elements)
    }

    /// Labels that use every class in turn; the rows in `padding` are -1.
    static func labels(_ count: Int, classes: Int, padding: Set<Int> = []) -> Self {
        .integers("labels", (0..<count).map { padding.contains($0) ? -1 : Int32($0 * 7 % classes) })
    }
}
