/// The passes of a convolution.
enum ConvolutionPass: CaseIterable, Sendable {
    case forward, backwardInput, backwardWeights
}

/// How a pass of a convolution is carried out on an OpenCL device.
enum ConvolutionMethod: Sendable {
    /// Pixels are the rows of a matrix as they lie: one position, stride 1, no padding, one group.
    case product
    /// A product of pixels gathered on their way; any convolution.
    case implicitProduct

    /// The one place that decides.
    static func choose(for operation: Convolution, pass: ConvolutionPass) -> ConvolutionMethod {
        let isPlain =
            operation.kernelHeight == 1 && operation.kernelWidth == 1 && operation.strideHeight == 1
            && operation.strideWidth == 1 && operation.paddingHeight == 0 && operation.paddingWidth == 0
            && operation.groups == 1
        return isPlain ? .product : .implicitProduct
    }
}
