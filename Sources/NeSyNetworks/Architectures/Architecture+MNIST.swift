import NeSyTensor

extension Architecture {
    /// Convolutions 3x3 of 20 and 40 filters with ReLU and without padding, 2x2 max-pooling, dropout 0.25, a layer
    /// of 64 with ReLU, dropout 0.5, the classes (paper 4, B.1). The text leaves open whether both convolutions are
    /// pooled; our reading is one pooling after the second, as in the Keras example that it follows.
    func mnist(_ input: FeatureShape, _ classes: Int) throws(NeSyError) -> NetworkGraph {
        var builder = GraphBuilder()
        builder.append("conv1", .convolution(ConvolutionLayer(filters: 20, kernel: 3)))
        builder.appendReLU("relu1")
        builder.append("conv2", .convolution(ConvolutionLayer(filters: 40, kernel: 3)))
        builder.appendReLU("relu2")
        builder.markFilters()
        builder.appendPool("pool2")
        builder.append("dropout1", .dropout(rate: 0.25))
        builder.append("flatten", .flatten)
        builder.append("fc1", .fullyConnected(outputs: 64))
        builder.appendReLU("relu3")
        builder.append("dropout2", .dropout(rate: 0.5))
        builder.append("fc2", .fullyConnected(outputs: classes))
        return try builder.build(input: input, classes: classes)
    }
}
