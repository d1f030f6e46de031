/// Cross-entropy of softmax(logits) against class indices, with a weight per class: the weighted mean
/// `sum_i w[y_i] * loss_i / sum_i w[y_i]`, as in PyTorch.
public struct SoftmaxCrossEntropy: Sendable, Hashable {
    public var batch: Int
    public var classes: Int

    public init(batch: Int, classes: Int) {
        precondition(batch > 0 && classes > 0)
        self.batch = batch
        self.classes = classes
    }
}

/// Passes of ``SoftmaxCrossEntropy``.
public protocol SoftmaxCrossEntropyBackend {
    /// - Parameters:
    ///   - labels: `[batch]` Int32; a row with label -1 is padding and counts for nothing.
    ///   - classWeights: `[classes]`; nil for ones.
    ///   - factor: what the loss and its gradient are multiplied by.
    ///   - loss: one element, **added** to.
    ///   - logitGradient: `[batch, classes]`, written or added; nil when only the loss is wanted.
    func softmaxCrossEntropy(
        _ operation: SoftmaxCrossEntropy, logits: BufferSlice, labels: BufferSlice,
        classWeights: BufferSlice?, factor: Float, loss: BufferSlice, logitGradient: BufferSlice?,
        accumulate: Bool)

    /// `[rows, classes]` logits to probabilities.
    func softmax(rows: Int, classes: Int, logits: BufferSlice, output: BufferSlice)
}
