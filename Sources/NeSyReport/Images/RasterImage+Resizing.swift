import NeSyFormats

extension RasterImage {
    /// Width and height of the image when its longer side has `side` pixels.
    public func extents(fitting side: Int) -> (width: Int, height: Int) {
        precondition(side > 0)
        func scaled(_ extent: Int) -> Int {
            max(1, Int((Double(extent) * Double(side) / Double(max(width, height))).rounded()))
        }
        return (scaled(width), scaled(height))
    }

    /// The image in RGB with 8 bits at another size. Reduced, every pixel is a mean weighted by distance; enlarged a
    /// little, it is blended; enlarged much, as icons are, its pixels stay squares with clean edges.
    public func resized(width newWidth: Int, height newHeight: Int) -> RasterImage {
        precondition(newWidth > 0 && newHeight > 0)
        let source = rgb.eightBits
        if (newWidth, newHeight) == (width, height) { return source }
        guard case .eightBit(let samples) = source.samples else { preconditionFailure("16 bits a sample") }
        let across = ResizingWeights(from: width, to: newWidth)
        let down = ResizingWeights(from: height, to: newHeight)
        var rows = [SIMD3<Float>](repeating: .zero, count: height * newWidth)
        for y in 0..<height {
            for x in 0..<newWidth {
                var sum = SIMD3<Float>.zero
                for (tap, weight) in zip(across.first[x]..., across.weights[x]) {
                    let at = 3 * (y * width + tap)
                    sum += weight * SIMD3<Float>(SIMD3<UInt8>(samples[at], samples[at + 1], samples[at + 2]))
                }
                rows[y * newWidth + x] = sum
            }
        }
        var out: [UInt8] = []
        out.reserveCapacity(3 * newWidth * newHeight)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                var sum = SIMD3<Float>.zero
                for (tap, weight) in zip(down.first[y]..., down.weights[y]) { sum += weight * rows[tap * newWidth + x] }
                for channel in 0..<3 { out.append(UInt8(min(max(sum[channel], 0), 255).rounded())) }
            }
        }
        return RasterImage(width: newWidth, height: newHeight, channels: 3, out)
    }

    private var eightBits: RasterImage {
        guard case .sixteenBit(let values) = samples else { return self }
        return RasterImage(
            width: width, height: height, channels: channels, values.map { UInt8((UInt32($0) + 128) / 257) })
    }
}

/// What each pixel of a line that is resized takes from the pixels there were.
private struct ResizingWeights {
    /// By new pixel the first old one it takes from, and the weights from there on; they add to 1.
    let first: [Int]
    let weights: [[Float]]

    /// From this factor on pixels stay squares.
    private static let squares = 2.5

    init(from extent: Int, to target: Int) {
        let scale = Double(extent) / Double(target)
        let staysSquare = scale * ResizingWeights.squares <= 1
        let reach = staysSquare ? scale / 2 : max(scale, 1)
        var first: [Int] = []
        var weights: [[Float]] = []
        for pixel in 0..<target {
            let centre = (Double(pixel) + 0.5) * scale
            let low = min(max(0, Int(centre - reach)), extent - 1)
            let high = min(max(low, Int((centre + reach).rounded(.up)) - 1), extent - 1)
            let shares = (low...high).map { old -> Double in
                staysSquare
                    ? max(0, min(Double(old + 1), centre + reach) - max(Double(old), centre - reach))
                    : max(0, 1 - abs(Double(old) + 0.5 - centre) / reach)
            }
            let sum = shares.reduce(0, +)
            first.append(low)
            weights.append(shares.map { Float(sum > 0 ? $0 / sum : 1 / Double(shares.count)) })
        }
        self.first = first
        self.weights = weights
    }
}
