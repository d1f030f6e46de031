extension OpenCLBackend {
    public func sparsityLoss(
        _ operation: SparsityLoss, norms: BufferSlice, labels: BufferSlice, thresholds: BufferSlice,
        temperatures: BufferSlice, targets: BufferSlice, factor: Float, loss: BufferSlice,
        normGradient: BufferSlice, accumulate: Bool
    ) {
        let (batch, filters, classes) = (operation.batch, operation.filters, operation.classes)
        let count = batch * filters
        norms.require(count, "norms")
        labels.require(batch, "labels")
        thresholds.require(filters, "thresholds")
        temperatures.require(filters, "temperatures")
        targets.require(classes * filters, "targets")
        loss.require(1, "loss")
        normGradient.require(count, "normGradient")
        let items = LossParts.items(count)
        let parts = items.groups.count > 1 ? scratch(items.groups.count)[0] : nil
        run(
            "sparsity_loss", in: "loss/sparsity_loss.cl", over: items, .slice(norms), .slice(labels),
            .slice(thresholds), .slice(temperatures), .slice(targets), .slice(loss), .slice(normGradient),
            .optional(parts), .flag(accumulate), .flag(operation.form == .squaredError), .count(count),
            .count(batch), .count(filters), .count(classes), .float(operation.positiveWeight),
            .float(operation.reduction == .mean ? Float(filters) : 1), .float(factor))
        if let parts { addTotal(of: parts, to: loss) }
    }
}
