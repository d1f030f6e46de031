import NeSyTensor

extension OpenCLBackend {
    public func convolve(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, output: BufferSlice) { preconditionFailure() }
    public func convolveBackwardInput(
        _ operation: Convolution, outputGradient: BufferSlice, weights: BufferSlice,
        inputGradient: BufferSlice, accumulate: Bool) { preconditionFailure() }
    public func convolveBackwardWeights(
        _ operation: Convolution, input: BufferSlice, outputGradient: BufferSlice,
        weightGradient: BufferSlice, biasGradient: BufferSlice?) { preconditionFailure() }
}

extension OpenCLBackend {
    public func eliteLoss(
        _ operation: EliteLoss, maps: BufferSlice, labels: BufferSlice, penalties: BufferSlice, factor: Float,
        loss: BufferSlice, mapGradient: BufferSlice, accumulate: Bool) { preconditionFailure() }
}

extension OpenCLBackend {
    public func connect(
        _ operation: FullyConnected, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, output: BufferSlice) { preconditionFailure() }
    public func connectBackwardInput(
        _ operation: FullyConnected, outputGradient: BufferSlice, weights: BufferSlice,
        inputGradient: BufferSlice, accumulate: Bool) { preconditionFailure() }
    public func connectBackwardWeights(
        _ operation: FullyConnected, input: BufferSlice, outputGradient: BufferSlice,
        weightGradient: BufferSlice, biasGradient: BufferSlice?) { preconditionFailure() }
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
    public func multiply(
        _ operation: MatrixProduct, left: BufferSlice, right: BufferSlice, result: BufferSlice
    ) { preconditionFailure() }
}

extension OpenCLBackend {
    public func similarityLoss(
        _ operation: SimilarityLoss, maps: BufferSlice, labels: BufferSlice, vectors: BufferSlice,
        weights: BufferSlice, factor: Float, loss: BufferSlice, mapGradient: BufferSlice, accumulate: Bool
    ) { preconditionFailure() }
}
