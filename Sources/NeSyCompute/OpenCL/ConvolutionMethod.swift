/// How a pass of a convolution is carried out on an OpenCL device.
enum ConvolutionMethod: Hashable, Sendable {
    /// Pixels are the rows of a matrix as they lie: one position, stride 1, no padding, one group.
    case product
    /// A product of pixels gathered on their way; any convolution.
    case implicitProduct
    /// Products of transformed tiles; kernels of 3x3 with stride 1.
    case winograd(WinogradVariant)

    /// The one place that decides: by the geometry and what is known of the device.
    static func choose(
        for operation: Convolution, pass: Convolution.Pass, preference: ConvolutionPreference = .automatic,
        costs: ConvolutionCosts = ConvolutionCosts()
    ) -> ConvolutionMethod {
        let isPlain =
            operation.kernelHeight == 1 && operation.kernelWidth == 1 && operation.strideHeight == 1
            && operation.strideWidth == 1 && operation.paddingHeight == 0 && operation.paddingWidth == 0
            && operation.groups == 1
        if isPlain { return .product }
        if preference == .implicitProduct { return .implicitProduct }
        if let variant = preference.variant, variant.applies(to: operation, pass: pass) { return .winograd(variant) }
        // As many multiplications as the definition has.
        let implicitTime = Double(operation.outputPixels) * Double(operation.weightShape.count)
        var best = (method: ConvolutionMethod.implicitProduct, time: implicitTime)
        for variant in WinogradVariant.allCases where variant.applies(to: operation, pass: pass) {
            let time = variant.time(of: operation, pass: pass, costs: costs)
            if time < best.time { best = (.winograd(variant), time) }
        }
        return best.method
    }
}
