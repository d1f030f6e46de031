/// Which method a device is to use for convolutions, where it applies: the Winograd methods to kernels of 3x3 with
/// stride 1, without dilation or groups. Elsewhere, and with `automatic`, the method of the least estimated time.
public enum ConvolutionPreference: String, Sendable, Hashable, CaseIterable {
    case automatic
    /// A matrix product whose left matrix is gathered from the images on its way.
    case implicitProduct = "implicit-product"
    /// Winograd's F(2x2, 3x3): 2.25 times fewer multiplications.
    case winograd2
    /// The same in one kernel, without memory for transformed images; not for the gradient of the weights.
    case fusedWinograd2 = "fused-winograd2"
    /// Winograd's F(4x4, 3x3): 4 times fewer multiplications, with a rounding error about five times as large.
    case winograd4

    /// The Winograd variant that is preferred.
    var variant: WinogradVariant? {
        switch self {
        case .automatic, .implicitProduct: nil
        case .winograd2: .two
        case .fusedWinograd2: .fusedTwo
        case .winograd4: .four
        }
    }
}
