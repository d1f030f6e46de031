import NeSyTensor

extension Architecture {
    /// ResNet-18 with torchvision's names of layers; the filter layer is the output of the last block.
    func resnet18(_ input: FeatureShape, _ classes: Int) throws(NeSyError) -> NetworkGraph {
        var builder = GraphBuilder()
        builder.append(
            "conv1", .convolution(ConvolutionLayer(filters: 64, kernel: 7, stride: 2, padding: 3, bias: false)))
        builder.append("bn1", .batchNormalization())
        builder.appendReLU("relu")
        builder.append("maxpool", .pooling(PoolingLayer(.maximum, kernel: 3, stride: 2, padding: 1)))
        for (stage, width) in [64, 128, 256, 512].enumerated() {
            for block in 0..<2 {
                let stride = stage > 0 && block == 0 ? 2 : 1
                builder.appendResidualBlock("layer\(stage + 1).\(block)", width: width, stride: stride)
            }
        }
        builder.markFilters()
        builder.append("avgpool", .globalAverage)
        builder.append("fc", .fullyConnected(outputs: classes))
        return try builder.build(input: input, classes: classes)
    }
}

extension GraphBuilder {
    /// Two 3x3 convolutions and a shortcut around them, which is a strided 1x1 convolution where the shape changes.
    fileprivate mutating func appendResidualBlock(_ name: String, width: Int, stride: Int) {
        let entry = last
        append(
            "\(name).conv1",
            .convolution(ConvolutionLayer(filters: width, kernel: 3, stride: stride, padding: 1, bias: false)))
        append("\(name).bn1", .batchNormalization())
        appendReLU("\(name).relu1")
        append(
            "\(name).conv2", .convolution(ConvolutionLayer(filters: width, kernel: 3, padding: 1, bias: false)))
        append("\(name).bn2", .batchNormalization())
        let path = last
        var shortcut = entry
        if stride != 1 {
            append(
                "\(name).downsample.0",
                .convolution(ConvolutionLayer(filters: width, kernel: 1, stride: stride, bias: false)),
                after: entry)
            append("\(name).downsample.1", .batchNormalization())
            shortcut = last
        }
        appendSum("\(name).add", of: path, and: shortcut)
        appendReLU("\(name).relu2")
    }
}
