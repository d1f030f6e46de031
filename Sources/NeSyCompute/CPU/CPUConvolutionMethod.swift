/// How ``CPUBackend`` carries out a pass of a convolution.
public enum CPUConvolutionMethod: Sendable, Hashable {
    /// A matrix product that gathers its rows from the pixels; any convolution.
    case product
    /// Winograd's F(side x side, 3x3), side 2 or 4.
    case winograd(side: Int)

    /// The one place that decides. It looks at the shape only, so that every machine computes the same way.
    static func choose(
        for operation: Convolution, pass: Convolution.Pass, preference: CPUConvolutionMethod?
    ) -> CPUConvolutionMethod {
        guard operation.allowsWinograd else { return .product }
        if let preference { return preference }
        let channels = min(operation.inputChannels, operation.outputChannels)
        return channels < 16 ? .product : .winograd(side: 4)
    }
}

extension Convolution {
    /// Whether Winograd's method applies: kernels of 3x3 that move by one pixel.
    fileprivate var allowsWinograd: Bool {
        kernelHeight == 3 && kernelWidth == 3 && strideHeight == 1 && strideWidth == 1 && dilationHeight == 1
            && dilationWidth == 1 && groups == 1
    }
}
