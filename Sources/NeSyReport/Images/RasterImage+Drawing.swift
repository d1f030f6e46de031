import NeSyFormats
import NeSyTensor

extension RasterImage {
    /// An image from samples of 0 to 1, rounded to 8 bits; what lies outside is clamped, NaN is black.
    /// - Parameter pixels: `[height, width, channels]` with 1 or 3 channels.
    public init(pixels: Tensor) {
        precondition(pixels.shape.rank == 3 && [1, 3].contains(pixels.shape[2]), "\(pixels.shape) is no picture")
        self.init(
            width: pixels.shape[1], height: pixels.shape[0], channels: pixels.shape[2],
            pixels.values.map { $0.isNaN ? 0 : UInt8((min(max($0, 0), 1) * 255).rounded()) })
    }

    /// Every pixel as a square of `factor` x `factor`.
    public func enlarged(by factor: Int) -> RasterImage {
        precondition(factor > 0)
        if factor == 1 { return self }
        func enlarge<Value>(_ values: [Value]) -> [Value] {
            var out: [Value] = []
            out.reserveCapacity(values.count * factor * factor)
            for y in 0..<height {
                var row: [Value] = []
                for x in 0..<width {
                    let start = (y * width + x) * channels
                    for _ in 0..<factor { row += values[start..<start + channels] }
                }
                for _ in 0..<factor { out += row }
            }
            return out
        }
        let samples: Samples =
            switch self.samples {
            case .eightBit(let values): .eightBit(enlarge(values))
            case .sixteenBit(let values): .sixteenBit(enlarge(values))
            }
        return RasterImage(width: width * factor, height: height * factor, channels: channels, samples: samples)
    }
}
