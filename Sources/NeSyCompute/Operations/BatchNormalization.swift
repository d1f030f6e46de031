/// Normalisation of every channel over a batch (Ioffe and Szegedy, 2015): `[rows, channels]`, where `rows` is
/// batch x height x width.
///
/// While training: mean and biased variance of the batch; running statistics move by `momentum` towards the
/// batch's mean and *unbiased* variance, as in PyTorch. Otherwise the running statistics are used.
public struct BatchNormalization: Sendable, Hashable {
    public var rows: Int
    public var channels: Int
    public var epsilon: Float
    public var momentum: Float

    /// - Precondition: extents are positive.
    public init(rows: Int, channels: Int, epsilon: Float = 1e-5, momentum: Float = 0.1) {
        precondition(rows > 0 && channels > 0)
        self.rows = rows
        self.channels = channels
        self.epsilon = epsilon
        self.momentum = momentum
    }
}

/// Passes of ``BatchNormalization``. All statistics are `[channels]`.
public protocol BatchNormalizationBackend {
    /// Saves the batch's mean and 1 / sqrt(variance + epsilon) for the backward pass and updates the running
    /// statistics. Activation and pooling are in the same pass over memory. Without a pooling the output is
    /// `[rows, channels]`, with one that of the pooling.
    func normalizeTraining(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, shift: BufferSlice,
        runningMean: BufferSlice, runningVariance: BufferSlice, activation: Activation?, pooling: FusedPooling?,
        output: BufferSlice, savedMean: BufferSlice, savedInverseDeviation: BufferSlice)

    func normalizeInference(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, shift: BufferSlice,
        runningMean: BufferSlice, runningVariance: BufferSlice, activation: Activation?, pooling: FusedPooling?,
        output: BufferSlice)

    /// The backward pass of the normalisation alone: the output's gradient has come through the activation of the
    /// training pass already, with and without a pooling. With one it is that of what was pooled.
    func normalizeBackward(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, savedMean: BufferSlice,
        savedInverseDeviation: BufferSlice, outputGradient: BufferSlice, pooling: FusedPooling?,
        inputGradient: BufferSlice, scaleGradient: BufferSlice, shiftGradient: BufferSlice, accumulate: Bool)
}

extension BatchNormalizationBackend {
    /// A normalisation that is not pooled on the way.
    public func normalizeTraining(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, shift: BufferSlice,
        runningMean: BufferSlice, runningVariance: BufferSlice, activation: Activation?, output: BufferSlice,
        savedMean: BufferSlice, savedInverseDeviation: BufferSlice
    ) {
        normalizeTraining(
            operation, input: input, scale: scale, shift: shift, runningMean: runningMean,
            runningVariance: runningVariance, activation: activation, pooling: nil, output: output,
            savedMean: savedMean, savedInverseDeviation: savedInverseDeviation)
    }

    /// A normalisation that is not pooled on the way.
    public func normalizeInference(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, shift: BufferSlice,
        runningMean: BufferSlice, runningVariance: BufferSlice, activation: Activation?, output: BufferSlice
    ) {
        normalizeInference(
            operation, input: input, scale: scale, shift: shift, runningMean: runningMean,
            runningVariance: runningVariance, activation: activation, pooling: nil, output: output)
    }

    /// Backward through a normalisation that was not pooled on the way.
    public func normalizeBackward(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, savedMean: BufferSlice,
        savedInverseDeviation: BufferSlice, outputGradient: BufferSlice, inputGradient: BufferSlice,
        scaleGradient: BufferSlice, shiftGradient: BufferSlice, accumulate: Bool
    ) {
        normalizeBackward(
            operation, input: input, scale: scale, savedMean: savedMean,
            savedInverseDeviation: savedInverseDeviation, outputGradient: outputGradient, pooling: nil,
            inputGradient: inputGradient, scaleGradient: scaleGradient, shiftGradient: shiftGradient,
            accumulate: accumulate)
    }
}
