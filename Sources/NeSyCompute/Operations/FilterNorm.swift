/// One number for each filter's map of an image: how strongly the filter answers. Maps `[batch, positions,
/// filters]`, norms `[batch, filters]`, where `positions` is height x width.
public struct FilterNorm: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The square root of the sum of squares (paper 2, eq. 2).
        case frobenius
        /// The largest singular value of the height x width map: what NeSyFOLD's code computes.
        case spectral
        /// The mean over the map.
        case mean
    }

    public var kind: Kind
    public var batch: Int
    public var height: Int
    public var width: Int
    public var filters: Int

    public init(_ kind: Kind, batch: Int, height: Int, width: Int, filters: Int) {
        precondition(batch > 0 && height > 0 && width > 0 && filters > 0)
        self.kind = kind
        self.batch = batch
        self.height = height
        self.width = width
        self.filters = filters
    }
}

/// Passes of ``FilterNorm``.
public protocol FilterNormBackend {
    func filterNorms(_ operation: FilterNorm, maps: BufferSlice, norms: BufferSlice)

    /// The gradient with respect to the maps. A norm of zero passes no gradient. For the spectral norm it is the
    /// product of the leading singular vectors.
    func filterNormsBackward(
        _ operation: FilterNorm, maps: BufferSlice, norms: BufferSlice, normGradient: BufferSlice,
        mapGradient: BufferSlice, accumulate: Bool)
}
