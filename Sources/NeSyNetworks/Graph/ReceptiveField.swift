import NeSyTensor

/// Which pixels of the input each position of a layer depends on.
///
/// Rows and columns are independent: the pixels of a position are the rectangle of a span of rows and a span of
/// columns. Where a layer leaves pixels between its taps out (dilation, strides wider than the kernel), the span
/// counts them in; where branches meet, it covers all of them.
public struct ReceptiveField: Sendable, Hashable {
    /// One of the two directions.
    public struct Axis: Sendable, Hashable {
        /// Pixels that a position depends on, by position: from the first to the last, those outside the image left
        /// out. Empty for a position that sees nothing but padding.
        public let spans: [Range<Int>]
        /// The middle of what each position would see if the image had no border; pixel `i` reaches from `i` to
        /// `i + 1`. Lies outside the image where padding is deep.
        public let centres: [Double]
        /// Pixels that a position would see if the image had no border.
        public let size: Int

        /// Pixels from a position to the next; of a single position the extent of what it sees.
        public var step: Double {
            guard let first = centres.first, let last = centres.last, centres.count > 1 else { return Double(size) }
            return (last - first) / Double(centres.count - 1)
        }
    }

    public let rows: Axis
    public let columns: Axis
}

extension NetworkGraph {
    /// The pixels that the positions of a layer see, exact from kernels, strides, dilations, paddings and branches.
    /// - Parameter name: a tap or a layer by its own name.
    /// - Throws: a usage error for a layer that is not there.
    public func receptiveField(of name: String) throws(NeSyError) -> ReceptiveField {
        let node = try nodeIndex(of: name)
        return ReceptiveField(
            rows: axis(of: node, operations.map(\.rows), ([input] + shapes).map(\.height)),
            columns: axis(of: node, operations.map(\.columns), ([input] + shapes).map(\.width)))
    }

    /// - Parameters:
    ///   - windows: what every node reads in this direction.
    ///   - extents: of the image, then of what every node yields.
    private func axis(of node: Int, _ windows: [AxisWindow], _ extents: [Int]) -> ReceptiveField.Axis {
        let unbounded = (0..<extents[node + 1]).map { unboundedSpan(of: $0, at: node, windows, extents) }
        return ReceptiveField.Axis(
            spans: spans(of: node, windows, extents),
            centres: unbounded.map { Double($0.lowerBound + $0.upperBound + 1) / 2 },
            size: unbounded.reduce(0) { max($0, $1.count) })
    }

    /// The spans of all positions, layer by layer from the image on: that of a position holds the spans of all
    /// positions it reads, among which padding has none.
    private func spans(of node: Int, _ windows: [AxisWindow], _ extents: [Int]) -> [Range<Int>] {
        var spans = [(0..<extents[0]).map { $0..<$0 + 1 }]
        for index in 0...node {
            spans.append(
                (0..<extents[index + 1]).map { position in
                    sources[index].reduce(into: 0..<0) { span, source in
                        span = span.hull(with: windows[index].span(of: position, reading: spans[source]))
                    }
                })
        }
        return spans[node + 1]
    }

    /// What a position would see of an image without borders: from the layer back to the image.
    private func unboundedSpan(
        of position: Int, at node: Int, _ windows: [AxisWindow], _ extents: [Int]
    ) -> ClosedRange<Int> {
        var seen = [ClosedRange<Int>?](repeating: nil, count: node + 2)
        seen[node + 1] = position...position
        for index in (0...node).reversed() {
            guard let span = seen[index + 1] else { continue }
            for source in sources[index] {
                let behind = windows[index].positions(behind: span, extent: extents[source])
                let known = seen[source] ?? behind
                seen[source] =
                    min(known.lowerBound, behind.lowerBound)...max(known.upperBound, behind.upperBound)
            }
        }
        return seen[0] ?? 0...extents[0] - 1
    }
}
