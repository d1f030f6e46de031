extension OpenCLBackend {
    public func softRuleLoss(
        _ operation: SoftRuleLoss, norms: BufferSlice, labels: BufferSlice, thresholds: BufferSlice,
        temperatures: BufferSlice, targets: BufferSlice, factor: Float, loss: BufferSlice,
        normGradient: BufferSlice, accumulate: Bool
    ) {
        let (batch, filters, classes) = (operation.batch, operation.filters, operation.classes)
        norms.require(batch * filters, "norms")
        labels.require(batch, "labels")
        thresholds.require(filters, "thresholds")
        temperatures.require(filters, "temperatures")
        targets.require(classes * filters, "targets")
        loss.require(1, "loss")
        normGradient.require(batch * filters, "normGradient")
        // Few items for a class of few filters, and never more than read neighbouring addresses at once.
        let across = ColumnWalk.powerOfTwo(notBelow: filters, atMost: 32)
        let memory = scratch(batch, batch * filters, batch * classes, batch * classes)
        run(
            "soft_rule_loss", in: "loss/soft_rule_loss.cl", over: .groups(batch, of: (OpenCLLimits.workGroup, 1, 1)),
            .slice(norms), .slice(labels), .slice(thresholds), .slice(temperatures), .slice(targets),
            .slice(normGradient), .slice(memory[0]), .slice(memory[1]), .slice(memory[2]), .slice(memory[3]),
            .flag(accumulate), .count(batch), .count(filters), .count(classes), .count(across),
            .float(operation.sharpness), .float(factor))
        addTotal(of: memory[0], to: loss)
    }
}
