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

    /// Every square of `factor` x `factor` pixels as its mean; what is left over at the right and lower edges makes
    /// smaller ones.
    /// - Precondition: 8 bits a sample.
    public func reduced(by factor: Int) -> RasterImage {
        precondition(factor > 0)
        guard case .eightBit(let values) = samples else { preconditionFailure("16 bits a sample") }
        let (newWidth, newHeight) = ((width + factor - 1) / factor, (height + factor - 1) / factor)
        var out: [UInt8] = []
        out.reserveCapacity(newWidth * newHeight * channels)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let rows = y * factor..<min((y + 1) * factor, height)
                let columns = x * factor..<min((x + 1) * factor, width)
                let count = rows.count * columns.count
                for channel in 0..<channels {
                    var sum = count / 2
                    for row in rows {
                        for column in columns { sum += Int(values[(row * width + column) * channels + channel]) }
                    }
                    out.append(UInt8(sum / count))
                }
            }
        }
        return RasterImage(width: newWidth, height: newHeight, channels: channels, out)
    }
}
