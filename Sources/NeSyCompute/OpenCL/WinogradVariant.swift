/// How a Winograd convolution is carried out.
enum WinogradVariant: Sendable, Hashable, CaseIterable {
    /// F(2x2, 3x3), transforms and products one after the other.
    case two
    /// F(2x2, 3x3) in one kernel.
    case fusedTwo
    /// F(4x4, 3x3), transforms and products one after the other.
    case four

    /// Pixels on a side of a tile.
    var side: Int { self == .four ? 4 : 2 }

    /// Kernels of 3x3 with stride 1, without dilation or groups; the kernel that does all at once knows no sums over
    /// tiles.
    func applies(to operation: Convolution, pass: Convolution.Pass) -> Bool {
        operation.kernelHeight == 3 && operation.kernelWidth == 3 && operation.strideHeight == 1
            && operation.strideWidth == 1 && operation.dilationHeight == 1 && operation.dilationWidth == 1
            && operation.groups == 1 && (self != .fusedTwo || pass != .weightGradient)
    }

    /// The time of a pass, in multiplications; see ``ConvolutionCosts``.
    func time(of operation: Convolution, pass: Convolution.Pass, costs: ConvolutionCosts) -> Double {
        let tiles =
            pass == .inputGradient
            ? WinogradTiles(inputsOf: operation, side: side) : WinogradTiles(outputsOf: operation, side: side)
        let (inputs, outputs) = (Double(operation.inputChannels), Double(operation.outputChannels))
        let (count, matrices) = (Double(tiles.count), Double(tiles.matrices))
        let weights = matrices * inputs * outputs
        switch self {
        case .fusedTwo:
            // A group multiplies 8 channels at a time, of 32 tiles for 32 outputs, needed or not, and groups that do
            // not fill the device leave the rest of it idle.
            let (read, written) =
                pass == .inputGradient
                ? (operation.outputChannels, operation.inputChannels)
                : (operation.inputChannels, operation.outputChannels)
            let groups = tiles.count.dividedUp(by: 32) * written.dividedUp(by: 32)
            let multiplications = matrices * Double(max(groups, WinogradVariant.busyGroups) * 32 * 32)
            return multiplications * Double(read.dividedUp(by: 8) * 8) * costs.fused + costs.value * weights
                + costs.pass
        case .two, .four:
            let values = weights + matrices * count * (inputs + outputs)
            return matrices * count * inputs * outputs + costs.value * values + 3 * costs.pass
        }
    }

    /// Groups that keep a large device busy.
    private static let busyGroups = 128
}
