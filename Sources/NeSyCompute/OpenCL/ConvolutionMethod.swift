/// How a pass of a convolution is carried out on an OpenCL device.
enum ConvolutionMethod: Hashable, Sendable {
    /// Pixels are the rows of a matrix as they lie: one position, stride 1, no padding, one group.
    case product
    /// A product of pixels gathered on their way; any convolution.
    case implicitProduct
    /// Products of transformed tiles; kernels of 3x3 with stride 1.
    case winograd(WinogradVariant)

    /// A method that applies, and its expected time in multiplications; see ``ConvolutionCosts``.
    struct Candidate: Hashable, Sendable {
        let method: ConvolutionMethod
        let cost: Double
    }

    /// The one place that decides: the methods to choose from in the order of their cost, by the geometry and what is
    /// known of the device. The first is taken.
    static func candidates(
        for operation: Convolution, pass: Convolution.Pass, preference: ConvolutionPreference = .automatic,
        costs: ConvolutionCosts = ConvolutionCosts()
    ) -> [Candidate] {
        // As many multiplications as the definition has.
        let product = Double(operation.outputPixels) * Double(operation.weightCount)
        let isPlain =
            operation.kernelHeight == 1 && operation.kernelWidth == 1 && operation.strideHeight == 1
            && operation.strideWidth == 1 && operation.paddingHeight == 0 && operation.paddingWidth == 0
            && operation.groups == 1
        if isPlain { return [Candidate(method: .product, cost: product)] }
        let gathering = Candidate(method: .implicitProduct, cost: product)
        if preference == .implicitProduct { return [gathering] }
        let transforming = WinogradVariant.allCases.filter { $0.applies(to: operation, pass: pass) }.map {
            Candidate(method: .winograd($0), cost: $0.time(of: operation, pass: pass, costs: costs))
        }
        let preferred = preference.variant.map(ConvolutionMethod.winograd)
        if let candidate = transforming.first(where: { $0.method == preferred }) { return [candidate] }
        return ([gathering] + transforming).sorted { $0.cost < $1.cost }
    }
}

extension ConvolutionMethod: CustomStringConvertible {
    var description: String {
        switch self {
        case .product: "product"
        case .implicitProduct: "implicit product"
        case .winograd(.fusedTwo): "Winograd F(2x2, 3x3) in one kernel"
        case .winograd(let variant): "Winograd F(\(variant.side)x\(variant.side), 3x3)"
        }
    }
}
