/// How ``CPUBackend`` carries out a pass of a convolution.
public enum CPUConvolutionMethod: Sendable, Hashable {
    /// A matrix product that gathers its rows from the pixels; any convolution.
    case product
    /// Winograd's F(side x side, 3x3), side 2 or 4.
    case winograd(side: Int)

    /// The one place that decides. It looks at the shape only, so that a convolution is the same arithmetic on every
    /// machine; and not at the batch where a result is one image's, so that an image gives the same values in any
    /// company.
    static func choose(
        for operation: Convolution, pass: Convolution.Pass, preference: CPUConvolutionMethod?
    ) -> CPUConvolutionMethod {
        guard operation.allowsWinograd else { return .product }
        if let preference { return preference }
        // Products of so few values are put together by copying, which transforms do not undercut.
        if operation.inputChannels < 4, pass != .inputGradient { return .product }
        var typical = operation
        if pass != .weightGradient { typical.batch = typicalBatch }
        var best = (method: CPUConvolutionMethod.product, time: timeOfProduct(typical))
        for side in [2, 4] {
            let time = timeOfWinograd(typical, pass, side: side)
            if time < best.time { best = (.winograd(side: side), time) }
        }
        return best.method
    }

    /// The batch that methods are compared at.
    private static let typicalBatch = 16

    /// The time of any pass in multiply-adds.
    private static func timeOfProduct(_ operation: Convolution) -> Double {
        Double(operation.outputPixels) * Double(operation.weightShape.count)
    }

    /// The time of a pass in the same unit: the products, the transforms of tiles, and those of weights, which cost
    /// little arithmetic but leave the caches. Both factors were fitted to measurements of some fifty shapes.
    private static func timeOfWinograd(_ operation: Convolution, _ pass: Convolution.Pass, side: Int) -> Double {
        let tiles =
            pass == .inputGradient
            ? WinogradTiles(inputsOf: operation, side: side) : WinogradTiles(outputsOf: operation, side: side)
        let weights = Double(operation.inputChannels * operation.outputChannels)
        let channels = Double(operation.inputChannels + operation.outputChannels)
        return Double(tiles.matrices) * (Double(tiles.count) * (weights + 8 * channels) + 8 * weights)
    }
}

extension Convolution {
    /// Whether Winograd's method applies: kernels of 3x3 that move by one pixel.
    fileprivate var allowsWinograd: Bool {
        kernelHeight == 3 && kernelWidth == 3 && strideHeight == 1 && strideWidth == 1 && dilationHeight == 1
            && dilationWidth == 1 && groups == 1
    }
}
