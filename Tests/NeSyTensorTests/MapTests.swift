import NeSyTensor
import Testing

@Suite struct MapTests {
    @Test func aConstantMapStaysConstant() {
        let scaled = BicubicResampling(.even(height: 3, width: 5), to: (17, 11)).apply(
            [Float](repeating: 2.5, count: 15))
        #expect(scaled.count == 17 * 11)
        #expect(scaled.allSatisfy { abs($0 - 2.5) < 1e-5 })
    }

    @Test func theSameSizeChangesNothing() {
        let map = (0..<12).map { Float($0 * $0) }
        #expect(BicubicResampling(.even(height: 3, width: 4), to: (3, 4)).apply(map) == map)
    }

    /// torch.nn.functional.interpolate([0, 1, 0], size 6, mode bicubic).
    @Test func valuesAreThoseOfPyTorch() {
        let scaled = BicubicResampling(.even(height: 1, width: 3), to: (1, 6)).apply([0, 1, 0])
        let expected: [Float] = [-0.10546875, 0.26171875, 0.87890625, 0.87890625, 0.26171875, -0.10546875]
        for (value, wanted) in zip(scaled, expected) { #expect(abs(value - wanted) < 1e-6) }
    }

    /// Every placement against the sum over all positions of a map that goes on with its edges for ever.
    @Test func placedMapsAreSumsOfKernels() {
        func kernel(_ distance: Double) -> Double {
            let x = abs(distance)
            if x < 1 { return 1.25 * x * x * x - 2.25 * x * x + 1 }
            return x < 2 ? -0.75 * (x * x * x - 5 * x * x + 8 * x - 4) : 0
        }
        var random = SplitMix64(seed: 4)
        func axis(_ count: Int) -> MapPlacement.Axis {
            let extent = Double.random(in: 1...300, using: &random)
            return MapPlacement.Axis(
                extent: extent, first: extent * Double.random(in: -2...2, using: &random),
                step: extent * Double.random(in: 0.02...2, using: &random),
                fields: [ClosedRange<Double>](repeating: 0...extent, count: count))
        }
        /// How much each position counts at a pixel.
        func weights(_ axis: MapPlacement.Axis, at pixel: Int, of pixels: Int) -> [Double] {
            var weights = [Double](repeating: 0, count: axis.fields.count)
            let centre = (Double(pixel) + 0.5) / Double(pixels) * axis.extent
            for position in -200...200 {
                weights[min(max(position, 0), weights.count - 1)] +=
                    kernel((centre - axis.first) / axis.step - Double(position))
            }
            return weights
        }
        for _ in 0..<40 {
            let (height, width) = (Int.random(in: 1...5, using: &random), Int.random(in: 1...5, using: &random))
            let size = (height: Int.random(in: 1...9, using: &random), width: Int.random(in: 1...9, using: &random))
            let placement = MapPlacement(rows: axis(height), columns: axis(width))
            let map = (0..<height * width).map { _ in Float.random(in: -1...1, using: &random) }
            let scaled = BicubicResampling(placement, to: size).apply(map)
            for y in 0..<size.height {
                let down = weights(placement.rows, at: y, of: size.height)
                for x in 0..<size.width {
                    let across = weights(placement.columns, at: x, of: size.width)
                    var expected = 0.0
                    for place in map.indices {
                        expected += down[place / width] * across[place % width] * Double(map[place])
                    }
                    #expect(abs(Double(scaled[y * size.width + x]) - expected) < 1e-5)
                }
            }
        }
    }

    /// A ResNet's positions lie half a step up and left of where their share of the picture is.
    @Test func peaksLieWhereTheirPositionsDo() {
        let axis = MapPlacement.Axis(
            extent: 224, first: 0.5, step: 32, fields: [ClosedRange<Double>](repeating: 0...224, count: 7))
        let scaled = BicubicResampling(MapPlacement(rows: .even(1), columns: axis), to: (1, 224))
            .apply([0, 0, 0, 1, 0, 0, 0])
        #expect(scaled.indices.max { scaled[$0] < scaled[$1] } == 96)
        #expect(scaled[96] == 1)
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
