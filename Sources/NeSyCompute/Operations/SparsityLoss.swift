/// The sparsity loss of class-specific filters (paper 1; the equations are our reading): with
/// `s[i,k] = sigmoid((a[i,k] - theta[k]) / tau[k])` of the filter norms `a`, and the binary target
/// `P[y_i, k]`, either binary cross-entropy or squared error, averaged or summed over the filters, averaged over
/// the batch.
public struct SparsityLoss: Sendable, Hashable {
    public enum Form: String, Sendable, Hashable, CaseIterable {
        /// `-(w P log s + (1 - P) log(1 - s))`, computed from logits.
        case crossEntropy = "cross-entropy"
        /// `w P (s - 1)^2 + (1 - P) s^2`.
        case squaredError = "squared-error"
    }

    public enum Reduction: String, Sendable, Hashable, CaseIterable {
        case mean, sum
    }

    public var batch: Int
    public var filters: Int
    public var classes: Int
    public var form: Form
    public var reduction: Reduction
    /// The weight w of the terms whose target is 1.
    public var positiveWeight: Float

    public init(
        batch: Int, filters: Int, classes: Int, form: Form = .crossEntropy, reduction: Reduction = .mean,
        positiveWeight: Float = 1
    ) {
        precondition(batch > 0 && filters > 0 && classes > 0 && positiveWeight > 0)
        self.batch = batch
        self.filters = filters
        self.classes = classes
        self.form = form
        self.reduction = reduction
        self.positiveWeight = positiveWeight
    }
}

/// Loss and gradient of ``SparsityLoss``.
public protocol SparsityLossBackend {
    /// - Parameters:
    ///   - norms: `[batch, filters]`.
    ///   - labels: `[batch]` Int32; a row with label -1 is padding and counts for nothing.
    ///   - thresholds: theta, `[filters]`. - temperatures: tau, `[filters]`, positive.
    ///   - targets: P, `[classes, filters]` of 0 and 1.
    ///   - factor: beta, multiplied into loss and gradient.
    ///   - loss: one element, **added** to. - normGradient: `[batch, filters]`, written or added.
    func sparsityLoss(
        _ operation: SparsityLoss, norms: BufferSlice, labels: BufferSlice, thresholds: BufferSlice,
        temperatures: BufferSlice, targets: BufferSlice, factor: Float, loss: BufferSlice,
        normGradient: BufferSlice, accumulate: Bool)
}
