/// How ``CPUBackend`` carries out a pass of a convolution.
public enum CPUConvolutionMethod: Sendable, Hashable {
    /// A matrix product that gathers its rows from the pixels; any convolution.
    case product
    /// Winograd's F(side x side, 3x3), side 2 or 4; kernels of 3x3 that move by one pixel.
    case winograd(side: Int)
}

extension CPUConvolutionMethod: CustomStringConvertible {
    public var description: String {
        switch self {
        case .product: "product"
        case .winograd(let side): "Winograd F(\(side)x\(side), 3x3)"
        }
    }
}
