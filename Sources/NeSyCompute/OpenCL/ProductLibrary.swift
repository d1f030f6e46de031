/// Which code multiplies large plain matrices. Ours fuses what follows a product and splits long sums, so products with
/// a bias or an activation, and convolutions, are always ours.
public enum ProductLibrary: String, Sendable, Hashable, CaseIterable {
    /// CLBlast on GPUs, where the library is there and all three extents are long; else our own.
    case automatic
    /// Our own kernels always.
    case own
    /// CLBlast wherever it can be called.
    case clblast

    private static let longExtent = 1024

    func prefersCLBlast(for product: MatrixProduct, on kind: OpenCLDevice.Kind) -> Bool {
        switch self {
        case .own: return false
        case .clblast: return CLBlast.system != nil
        case .automatic:
            let shortest = min(product.rows, product.columns, product.depth)
            return kind == .gpu && product.batch == 1 && shortest >= ProductLibrary.longExtent
                && CLBlast.system != nil
        }
    }
}
