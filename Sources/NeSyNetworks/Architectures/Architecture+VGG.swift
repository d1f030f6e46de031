import NeSyTensor

extension Architecture {
    /// Blocks of 3x3 convolutions with ReLU, each followed by 2x2 max-pooling. The filter layer is read after the
    /// last pooling (512 maps of 7x7 for 224 pixels), as NeSyFOLD does. Images need at least 32 pixels a side. The
    /// full head reads all positions there are: 25,088 values for 224 pixels, 512 for 32 (torchvision resamples to
    /// 7x7 instead; for 224 pixels both are the same).
    func vgg(
        _ blocks: [[Int]], _ input: FeatureShape, _ classes: Int, _ options: ArchitectureOptions
    ) throws(NeSyError) -> NetworkGraph {
        var builder = GraphBuilder()
        var index = 0
        for (block, widths) in blocks.enumerated() {
            for width in widths {
                index += 1
                builder.append(
                    "conv\(index)", .convolution(ConvolutionLayer(filters: width, kernel: 3, padding: 1)))
                builder.appendReLU("relu\(index)")
            }
            builder.appendPool("pool\(block + 1)")
        }
        builder.markFilters()
        switch options.head ?? .full {
        case .full:
            builder.append("flatten", .flatten)
            for layer in 1...2 {
                builder.append("fc\(layer)", .fullyConnected(outputs: 4096))
                builder.appendReLU("relu\(index + layer)")
                builder.append("dropout\(layer)", .dropout(rate: 0.5))
            }
            builder.append("fc3", .fullyConnected(outputs: classes))
        case .flat:
            builder.append("flatten", .flatten)
            builder.append("fc1", .fullyConnected(outputs: classes))
        case .pooled:
            builder.append("average", .globalAverage)
            builder.append("fc1", .fullyConnected(outputs: classes))
        }
        return try builder.build(input: input, classes: classes)
    }
}
