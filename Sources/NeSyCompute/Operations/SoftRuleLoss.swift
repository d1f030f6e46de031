/// Cross-entropy over the rules that the filters are about to become: the logit of class c is `sharpness` times
/// the mean of `s` (see ``SparsityLoss``) over the filters assigned to c. Ours; it helps where classes are many.
public struct SoftRuleLoss: Sendable, Hashable {
    public var batch: Int
    public var filters: Int
    public var classes: Int
    public var sharpness: Float

    public init(batch: Int, filters: Int, classes: Int, sharpness: Float = 6) {
        precondition(batch > 0 && filters > 0 && classes > 0)
        self.batch = batch
        self.filters = filters
        self.classes = classes
        self.sharpness = sharpness
    }
}

/// Loss and gradient of ``SoftRuleLoss``; parameters as in ``SparsityLossBackend``.
public protocol SoftRuleLossBackend {
    func softRuleLoss(
        _ operation: SoftRuleLoss, norms: BufferSlice, labels: BufferSlice, thresholds: BufferSlice,
        temperatures: BufferSlice, targets: BufferSlice, factor: Float, loss: BufferSlice,
        normGradient: BufferSlice, accumulate: Bool)
}
