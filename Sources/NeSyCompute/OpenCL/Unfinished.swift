import NeSyTensor

extension OpenCLBackend {
    public func eliteLoss(
        _ operation: EliteLoss, maps: BufferSlice, labels: BufferSlice, penalties: BufferSlice, factor: Float,
        loss: BufferSlice, mapGradient: BufferSlice, accumulate: Bool) { preconditionFailure() }
}

extension OpenCLBackend {
    public func softRuleLoss(
        _ operation: SoftRuleLoss, norms: BufferSlice, labels: BufferSlice, thresholds: BufferSlice,
        temperatures: BufferSlice, targets: BufferSlice, factor: Float, loss: BufferSlice,
        normGradient: BufferSlice, accumulate: Bool) { preconditionFailure() }
}

extension OpenCLBackend {
    public func sparsityLoss(
        _ operation: SparsityLoss, norms: BufferSlice, labels: BufferSlice, thresholds: BufferSlice,
        temperatures: BufferSlice, targets: BufferSlice, factor: Float, loss: BufferSlice,
        normGradient: BufferSlice, accumulate: Bool) { preconditionFailure() }
}

extension OpenCLBackend {
    public func similarityLoss(
        _ operation: SimilarityLoss, maps: BufferSlice, labels: BufferSlice, vectors: BufferSlice,
        weights: BufferSlice, factor: Float, loss: BufferSlice, mapGradient: BufferSlice, accumulate: Bool
    ) { preconditionFailure() }
}
