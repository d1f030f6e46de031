/// How ``CPUBackend`` carries out a pass of a convolution.
public enum CPUConvolutionMethod: Sendable, Hashable {
    /// A matrix product that gathers its rows from the pixels; any convolution.
    case product
    /// Tiles of pixels multiplied straight out of lines of the image; forward and for the gradient of the weights,
    /// where images have few channels.
    case direct
    /// Winograd's F(side x side, 3x3), side 2 or 4; kernels of 3x3 that move by one pixel.
    case winograd(side: Int)
}

extension CPUConvolutionMethod: CustomStringConvertible {
    public var description: String {
        switch self {
        case .product: "product"
        case .direct: "direct"
        case .winograd(let side): "Winograd F(\(side)x\(side), 3x3)"
        }
    }
}
