/// Colours for how strongly a filter answers, from nothing to most: each step is lighter than the last, and the order
/// survives every kind of colour blindness. Stops of matplotlib's `plasma` (van der Walt and Smith, 2015, CC0).
enum HeatScale {
    private static let stops: [SIMD3<Float>] = [
        0x0D0887, 0x46039F, 0x7201A8, 0x9C179E, 0xBD3786, 0xD8576B, 0xED7953, 0xFB9F3A, 0xFDCA26, 0xF0F921,
    ].map { (hex: UInt32) in SIMD3(Colour(hex).channels.map(Float.init)) }

    /// Red, green and blue from 0 to 255.
    static func colour(_ share: Float) -> SIMD3<Float> {
        let place = min(max(share, 0), 1) * Float(stops.count - 1)
        let index = min(Int(place), stops.count - 2)
        let rest = place - Float(index)
        return stops[index] * (1 - rest) + stops[index + 1] * rest
    }
}
