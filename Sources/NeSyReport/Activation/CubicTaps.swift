/// Between which positions of a map a pixel lies, and what each of them counts there: Keys' cubic convolution with
/// a = -1/2 ("Cubic convolution interpolation for digital image processing", 1981). Beyond the outermost positions
/// these are repeated.
struct CubicTaps {
    private let places: [SIMD4<Int32>]
    private let weights: [SIMD4<Float>]

    init(_ axis: MapPlacement.Axis, positions: Int, pixels: Int) {
        var places: [SIMD4<Int32>] = []
        var weights: [SIMD4<Float>] = []
        let last = Int32(positions - 1)
        for pixel in 0..<pixels {
            let share = (Double(pixel) + 0.5) / Double(pixels)
            let place = min(max((share - axis.first) / axis.step, -2), Double(positions) + 1)
            let base = place.rounded(.down)
            let t = Float(place - base)
            let taps = SIMD4<Int32>(-1, 0, 1, 2) &+ Int32(base)
            places.append(taps.clamped(lowerBound: SIMD4(repeating: 0), upperBound: SIMD4(repeating: last)))
            weights.append(
                SIMD4(
                    ((-0.5 * t + 1) * t - 0.5) * t, (1.5 * t - 2.5) * t * t + 1, ((-1.5 * t + 2) * t + 0.5) * t,
                    (0.5 * t - 0.5) * t * t))
        }
        self.places = places
        self.weights = weights
    }

    func sum(at pixel: Int, _ value: (Int) -> Float) -> Float {
        let (places, weights) = (places[pixel], weights[pixel])
        return weights[0] * value(Int(places[0])) + weights[1] * value(Int(places[1]))
            + weights[2] * value(Int(places[2])) + weights[3] * value(Int(places[3]))
    }
}
