import NeSyCompute
import NeSyTensor

extension SparsityLoss {
    /// The loss and its gradient for norms that are at hand: to inspect it, or to use it in a training of one's own.
    /// - Parameters:
    ///   - norms: `[images, filters]`. - labels: one class for each image.
    ///   - temperatures: tau of every filter, positive.
    ///   - beta: what loss and gradient are multiplied by.
    /// - Returns: the loss, and its gradient with respect to the norms, `[images, filters]`.
    /// - Throws: a device error when the memory is not there.
    public static func evaluate(
        norms: Tensor, labels: Labels, matrix: FilterProbabilityMatrix, thresholds: FilterThresholds,
        temperatures: [Float], beta: Float = 1, form: Form = .crossEntropy, reduction: Reduction = .mean,
        positiveWeight: Float = 1, on backend: any ComputeBackend
    ) throws(NeSyError) -> (loss: Float, gradient: Tensor) {
        let filters = matrix.filters
        precondition(norms.shape == [labels.count, filters] && labels.classes.count == matrix.classes)
        precondition(thresholds.values.count == filters && temperatures.count == filters && labels.count > 0)
        func upload(_ values: [Float]) throws(NeSyError) -> BufferSlice {
            let slice = try backend.makeBuffer(count: values.count).slice
            backend.upload(values, to: slice)
            return slice
        }
        let classes = try backend.makeBuffer(count: labels.count).slice
        backend.upload(labels.indices, to: classes)
        let loss = try backend.makeBuffer(count: 1).slice
        let gradient = try backend.makeBuffer(count: norms.count).slice
        backend.sparsityLoss(
            SparsityLoss(
                batch: labels.count, filters: filters, classes: matrix.classes, form: form, reduction: reduction,
                positiveWeight: positiveWeight),
            norms: try upload(norms.values), labels: classes, thresholds: try upload(thresholds.values),
            temperatures: try upload(temperatures), targets: try upload(matrix.targets.values), factor: beta,
            loss: loss, normGradient: gradient, accumulate: false)
        return (try backend.download(loss)[0], Tensor(norms.shape, try backend.download(gradient)))
    }
}
