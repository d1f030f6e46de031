import NeSyTensor

extension Architecture {
    /// Convolutions 3x3 of 16, 32 and 64 filters, each with batch normalisation, ReLU and 2x2 max-pooling (rounded
    /// up); one more of 64; then the filter layer `filters` and a linear head.
    ///
    /// A filter can stand for a class only when it sees the whole object. With three poolings a filter's receptive
    /// field is 54 pixels a side: all of a 28 or 32 pixel image, 84 % of a 64 pixel one (each further middle
    /// convolution adds 16 pixels: `middleConvolutions: 2` reaches 70). Larger images get further stages of 64
    /// filters with a pooling, until the field is again at least 84 % of the side.
    func tiny(
        _ input: FeatureShape, _ classes: Int, _ options: ArchitectureOptions
    ) throws(NeSyError) -> NetworkGraph {
        guard options.head != .full else {
            throw NeSyError(
                .usage, "The network 'tiny' has no head 'full'.", expected: "flat or pooled", found: "full")
        }
        var builder = GraphBuilder()
        let side = max(input.height, input.width)
        var widths = [16, 32, 64]
        while Architecture.tinyReceptiveField(stages: widths.count, options.middleConvolutions) * 64 < side * 54 {
            widths.append(64)
        }
        var index = 0
        func appendConvolution(filters: Int, normalized: Bool = true) {
            index += 1
            builder.append(
                "conv\(index)",
                .convolution(ConvolutionLayer(filters: filters, kernel: 3, padding: 1, bias: !normalized)))
            if normalized { builder.append("bn\(index)", .batchNormalization()) }
            builder.appendReLU("relu\(index)")
        }
        for width in widths {
            appendConvolution(filters: width)
            builder.appendPool("pool\(index)", roundsUp: true)
        }
        for _ in 0..<options.middleConvolutions { appendConvolution(filters: 64) }
        appendConvolution(filters: options.filters(for: classes), normalized: options.normalizesFilters)
        builder.markFilters()
        let head = options.head ?? (side <= 32 ? .flat : .pooled)
        if head == .pooled {
            builder.append("average", .globalAverage)
        } else {
            builder.append("flatten", .flatten)
        }
        builder.append("fc1", .fullyConnected(outputs: classes))
        return try builder.build(input: input, classes: classes)
    }

    /// Pixels a side that one value of the filter layer depends on.
    static func tinyReceptiveField(stages: Int, _ middleConvolutions: Int) -> Int {
        var field = 1
        var stride = 1
        for _ in 0..<stages {
            field += 2 * stride + stride
            stride *= 2
        }
        return field + 2 * stride * (middleConvolutions + 1)
    }
}
