import NeSyTensor
import Testing

@Suite struct MapTests {
    @Test func aConstantMapStaysConstant() {
        let scaled = BicubicResampling(from: (3, 5), to: (17, 11)).apply([Float](repeating: 2.5, count: 15))
        #expect(scaled.count == 17 * 11)
        #expect(scaled.allSatisfy { abs($0 - 2.5) < 1e-5 })
    }

    @Test func theSameSizeChangesNothing() {
        let map = (0..<12).map { Float($0 * $0) }
        #expect(BicubicResampling(from: (3, 4), to: (3, 4)).apply(map) == map)
    }

    /// torch.nn.functional.interpolate([0, 1, 0], size 6, mode bicubic).
    @Test func valuesAreThoseOfPyTorch() {
        let scaled = BicubicResampling(from: (1, 3), to: (1, 6)).apply([0, 1, 0])
        let expected: [Float] = [-0.10546875, 0.26171875, 0.87890625, 0.87890625, 0.26171875, -0.10546875]
        for (value, wanted) in zip(scaled, expected) { #expect(abs(value - wanted) < 1e-6) }
    }

    @Test(arguments: [0, 0.1, 0.25, 0.5, 0.9, 1])
    func quantilesAreThoseOfSortedValues(share: Double) {
        for count in [1, 2, 3, 10, 101] {
            for span in [3, 1000] {
                var random = SplitMix64(seed: UInt64(count + span))
                let values = (0..<count).map { _ in Float(Int(random.next() % UInt64(span)) - span / 2) / 8 }
                let sorted = values.sorted()
                let position = share * Double(count - 1)
                let (low, high) = (sorted[Int(position)], sorted[Int(position.rounded(.up))])
                let expected = low + (high - low) * Float(position - position.rounded(.down))
                #expect(Quantile.value(values, at: share) == expected)
            }
        }
    }
}
