import CMicro

extension CPUConvolutionMethod {
    /// A method that applies to a pass of a convolution, and what it is expected to take.
    public struct Candidate: Sendable, Hashable {
        public var method: CPUConvolutionMethod
        /// The expected time, in multiply-adds of a matrix product that take as long. A model fitted to measurements;
        /// it orders methods on any machine, and says nothing of seconds on one.
        public var cost: Double
    }

    /// The methods that apply to a pass of a convolution, in the order of their cost: the first is taken.
    ///
    /// Costs follow from the shape only, so that a convolution is the same arithmetic on every machine; and not from
    /// the batch where a result is one image's, so that an image gives the same values in any company.
    public static func candidates(for operation: Convolution, pass: Convolution.Pass) -> [Candidate] {
        var candidates: [Candidate] = []
        weigh(operation, pass) { candidates.append($0) }
        return candidates.sorted { $0.cost < $1.cost }
    }

    /// Hands out every method that applies.
    private static func weigh(_ operation: Convolution, _ pass: Convolution.Pass, _ take: (Candidate) -> Void) {
        var typical = operation
        if pass != .weightGradient { typical.batch = typicalBatch }
        take(Candidate(method: .product, cost: costOfProduct(typical)))
        if operation.allowsDirect(pass) {
            // No transform undercuts it, and the product takes as long again to put so few values together.
            take(Candidate(method: .direct, cost: costOfProduct(typical) / 2))
        } else if operation.allowsWinograd {
            take(Candidate(method: .winograd(side: 2), cost: costOfWinograd(typical, pass, side: 2)))
            take(Candidate(method: .winograd(side: 4), cost: costOfWinograd(typical, pass, side: 4)))
        }
    }

    /// The one place that decides: what is preferred where it applies, or else what costs least.
    static func choose(
        for operation: Convolution, pass: Convolution.Pass, preference: CPUConvolutionMethod?
    ) -> CPUConvolutionMethod {
        if let preference, preference.applies(to: operation, pass) { return preference }
        // Every step chooses anew, so nothing is kept of the others.
        var best = Candidate(method: .product, cost: .infinity)
        weigh(operation, pass) { if $0.cost < best.cost { best = $0 } }
        return best.method
    }

    private func applies(to operation: Convolution, _ pass: Convolution.Pass) -> Bool {
        switch self {
        case .product: true
        case .direct: operation.allowsDirect(pass)
        case .winograd: operation.allowsWinograd
        }
    }

    /// The batch that methods are compared at.
    private static let typicalBatch = 16

    private static func costOfProduct(_ operation: Convolution) -> Double {
        Double(operation.outputPixels) * Double(operation.weightCount)
    }

    /// The products, the transforms of tiles, and those of weights, which cost little arithmetic but leave the caches.
    /// Both factors were fitted to measurements of some fifty shapes.
    private static func costOfWinograd(_ operation: Convolution, _ pass: Convolution.Pass, side: Int) -> Double {
        let tiles =
            pass == .inputGradient
            ? WinogradTiles(inputsOf: operation, side: side) : WinogradTiles(outputsOf: operation, side: side)
        let weights = Double(operation.inputChannels * operation.outputChannels)
        let channels = Double(operation.inputChannels + operation.outputChannels)
        return Double(tiles.matrices) * (Double(tiles.count) * (weights + 8 * channels) + 8 * weights)
    }
}

extension Convolution {
    /// Whether the direct method applies: few channels side by side, and a kernel that a block of the product holds.
    fileprivate func allowsDirect(_ pass: Pass) -> Bool {
        pass != .inputGradient && inputChannels <= 4
            && kernelHeight * kernelWidth * inputChannels <= Int(NESY_DEPTH) && dilationHeight == 1
            && dilationWidth == 1 && groups == 1
    }

    /// Whether Winograd's method applies: kernels of 3x3 that move by one pixel.
    fileprivate var allowsWinograd: Bool {
        kernelHeight == 3 && kernelWidth == 3 && strideHeight == 1 && strideWidth == 1 && dilationHeight == 1
            && dilationWidth == 1 && groups == 1
    }
}
