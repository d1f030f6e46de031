import NeSyCompute

/// What the positions of a layer read of its input in one direction.
enum AxisWindow: Sendable, Hashable {
    /// Position `i` reads `taps` positions, `dilation` apart, from `i * stride - padding` on.
    case sliding(taps: Int, stride: Int, padding: Int, dilation: Int)
    /// Every position reads all of them.
    case everything

    static let same = AxisWindow.sliding(taps: 1, stride: 1, padding: 0, dilation: 1)

    /// The span of pixels behind a position, from those of the input's positions.
    func span(of position: Int, reading spans: [Range<Int>]) -> Range<Int> {
        var read = stride(from: 0, to: spans.count, by: 1)
        if case .sliding(let taps, let step, let padding, let dilation) = self {
            let start = position * step - padding
            // Taps before the first position lie in padding.
            let skipped = start < 0 ? (-start + dilation - 1) / dilation : 0
            let end = min(start + taps * dilation, spans.count)
            read = stride(from: start + skipped * dilation, to: end, by: dilation)
        }
        // Where the border cuts dilated windows off, spans may go backwards from one position to the next.
        return read.reduce(0..<0) { $0.hull(with: spans[$1]) }
    }

    /// Far outside of any image; keeps products of strides in range, however many layers a file stacks.
    private static let horizon = 1 << 40

    /// The positions that a span of positions reads of an input of `extent`, padding included.
    func positions(behind span: ClosedRange<Int>, extent: Int) -> ClosedRange<Int> {
        guard case .sliding(let taps, let stride, let padding, let dilation) = self else { return 0...extent - 1 }
        func bounded(_ position: Int) -> Int {
            min(max(position, -AxisWindow.horizon), AxisWindow.horizon)
        }
        let first = bounded(span.lowerBound * stride - padding)
        return first...max(first, bounded(span.upperBound * stride - padding + (taps - 1) * dilation))
    }
}

extension LayerOperation {
    /// What the layer reads from top to bottom.
    var rows: AxisWindow {
        guard case .convolution(let layer, _) = self else { return square }
        return .sliding(
            taps: layer.kernelHeight, stride: layer.strideHeight, padding: layer.paddingHeight,
            dilation: layer.dilationHeight)
    }

    /// What the layer reads from left to right.
    var columns: AxisWindow {
        guard case .convolution(let layer, _) = self else { return square }
        return .sliding(
            taps: layer.kernelWidth, stride: layer.strideWidth, padding: layer.paddingWidth,
            dilation: layer.dilationWidth)
    }

    /// What a layer reads that treats both directions alike.
    private var square: AxisWindow {
        switch self {
        case .pooling(let layer):
            .sliding(taps: layer.kernel, stride: layer.stride, padding: layer.padding, dilation: 1)
        case .globalAverage, .reshape, .fullyConnected: .everything
        case .batchNormalization, .activation, .dropout, .add, .concatenate, .convolution: .same
        }
    }
}

extension Range<Int> {
    /// The smallest range that holds both; an empty one holds nothing.
    func hull(with other: Range<Int>) -> Range<Int> {
        if isEmpty { return other }
        if other.isEmpty { return self }
        return Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
    }
}
