import NeSyTensor

extension OpenCLBackend {
    public func activate(_ function: Activation, input: BufferSlice, output: BufferSlice) { preconditionFailure() }
    public func activateBackward(
        _ function: Activation, output: BufferSlice, outputGradient: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool) { preconditionFailure() }
}

extension OpenCLBackend {
    public func normalizeTraining(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, shift: BufferSlice,
        runningMean: BufferSlice, runningVariance: BufferSlice, activation: Activation?, output: BufferSlice, savedMean: BufferSlice,
        savedInverseDeviation: BufferSlice) { preconditionFailure() }
    public func normalizeInference(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, shift: BufferSlice,
        runningMean: BufferSlice, runningVariance: BufferSlice, activation: Activation?, output: BufferSlice) { preconditionFailure() }
    public func normalizeBackward(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, savedMean: BufferSlice,
        savedInverseDeviation: BufferSlice, outputGradient: BufferSlice, inputGradient: BufferSlice,
        scaleGradient: BufferSlice, shiftGradient: BufferSlice, accumulate: Bool) { preconditionFailure() }
}

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
    public func drop(_ operation: Dropout, input: BufferSlice, output: BufferSlice) { preconditionFailure() }
    public func dropBackward(
        _ operation: Dropout, outputGradient: BufferSlice, inputGradient: BufferSlice, accumulate: Bool) { preconditionFailure() }
}

extension OpenCLBackend {
    public func eliteLoss(
        _ operation: EliteLoss, maps: BufferSlice, labels: BufferSlice, penalties: BufferSlice, factor: Float,
        loss: BufferSlice, mapGradient: BufferSlice, accumulate: Bool) { preconditionFailure() }
}

extension OpenCLBackend {
    public func filterNorms(_ operation: FilterNorm, maps: BufferSlice, norms: BufferSlice) { preconditionFailure() }
    public func filterNormsBackward(
        _ operation: FilterNorm, maps: BufferSlice, norms: BufferSlice, normGradient: BufferSlice,
        mapGradient: BufferSlice, accumulate: Bool) { preconditionFailure() }
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
    public func add(_ a: BufferSlice, _ b: BufferSlice, output: BufferSlice) { preconditionFailure() }
    public func concatenate(rows: Int, channels: [Int], inputs: [BufferSlice], output: BufferSlice) { preconditionFailure() }
    public func concatenateBackward(
        rows: Int, channels: [Int], index: Int, outputGradient: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool) { preconditionFailure() }
}

extension OpenCLBackend {
    public func optimize(
        _ step: OptimizerStep, parameters: BufferSlice, gradients: BufferSlice, state: [BufferSlice]) { preconditionFailure() }
}

extension OpenCLBackend {
    public func pool(_ operation: Pooling, input: BufferSlice, output: BufferSlice, winners: BufferSlice?) { preconditionFailure() }
    public func poolBackward(
        _ operation: Pooling, outputGradient: BufferSlice, winners: BufferSlice?,
        inputGradient: BufferSlice, accumulate: Bool) { preconditionFailure() }
    public func globalAverage(batch: Int, positions: Int, channels: Int, input: BufferSlice, output: BufferSlice) { preconditionFailure() }
    public func globalAverageBackward(
        batch: Int, positions: Int, channels: Int, outputGradient: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool) { preconditionFailure() }
}

extension OpenCLBackend {
    public func softmaxCrossEntropy(
        _ operation: SoftmaxCrossEntropy, logits: BufferSlice, labels: BufferSlice,
        classWeights: BufferSlice?, factor: Float, loss: BufferSlice, logitGradient: BufferSlice?,
        accumulate: Bool) { preconditionFailure() }
    public func softmax(rows: Int, classes: Int, logits: BufferSlice, output: BufferSlice) { preconditionFailure() }
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
    public func containsNonFinite(_ slice: BufferSlice) throws(NeSyError) -> Bool { preconditionFailure() }
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
