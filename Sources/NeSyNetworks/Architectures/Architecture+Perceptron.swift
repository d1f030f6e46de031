import NeSyTensor

extension Architecture {
    /// Fully connected layers with ReLU; the last hidden one is the filter layer (maps of one position).
    func perceptron(_ widths: [Int], _ input: FeatureShape, _ classes: Int) throws(NeSyError) -> NetworkGraph {
        var builder = GraphBuilder()
        if !input.isVector { builder.append("flatten", .flatten) }
        for (index, width) in widths.enumerated() {
            builder.append("fc\(index + 1)", .fullyConnected(outputs: width))
            builder.appendReLU("relu\(index + 1)")
        }
        builder.markFilters()
        builder.append("fc\(widths.count + 1)", .fullyConnected(outputs: classes))
        return try builder.build(input: input, classes: classes)
    }
}
