extension OpenCLBackend {
    public func softmaxCrossEntropy(
        _ operation: SoftmaxCrossEntropy, logits: BufferSlice, labels: BufferSlice,
        classWeights: BufferSlice?, factor: Float, loss: BufferSlice, logitGradient: BufferSlice?,
        accumulate: Bool
    ) {
        let (batch, classes) = (operation.batch, operation.classes)
        logits.require(batch * classes, "logits")
        labels.require(batch, "labels")
        classWeights?.require(classes, "classWeights")
        loss.require(1, "loss")
        logitGradient?.require(batch * classes, "logitGradient")
        let across = itemsOfRow(classes)
        let rows = OpenCLLimits.workGroup / across
        // One group adds to the loss itself; for a large batch, many leave their parts to a second launch.
        let steps = (batch + rows - 1) / rows
        let groups = steps <= 8 ? 1 : min(steps, 1024)
        let parts = groups == 1 ? nil : scratch(groups)[0]
        run(
            "softmax_cross_entropy", in: "loss/softmax_cross_entropy.cl",
            over: .groups(groups, of: (OpenCLLimits.workGroup, 1, 1)), .slice(logits), .slice(labels),
            .optional(classWeights), .slice(loss), .optional(logitGradient), .optional(parts), .flag(accumulate),
            .count(batch), .count(classes), .count(across), .float(factor))
        if let parts { addTotal(of: parts, to: loss) }
    }

    public func softmax(rows: Int, classes: Int, logits: BufferSlice, output: BufferSlice) {
        logits.require(rows * classes, "logits")
        output.require(rows * classes, "output")
        let across = itemsOfRow(classes)
        let rowsOfGroup = OpenCLLimits.workGroup / across
        run(
            "softmax", in: "loss/softmax.cl",
            over: .groups((rows + rowsOfGroup - 1) / rowsOfGroup, of: (OpenCLLimits.workGroup, 1, 1)),
            .slice(logits), .slice(output), .count(rows), .count(classes), .count(across))
    }

    /// Adds the sum of a run to one element, always in the same order.
    func addTotal(of values: BufferSlice, times factor: Float = 1, to target: BufferSlice) {
        run(
            "add_total", in: "reduce/total.cl", defines: ["WIDTH": Lanes.width(of: values)],
            over: .groups(1, of: (OpenCLLimits.workGroup, 1, 1)), .slice(values), .slice(target),
            .count(values.count), .float(factor))
    }

    /// Work-items that share a row of classes.
    private func itemsOfRow(_ classes: Int) -> Int {
        ColumnWalk.powerOfTwo(notBelow: classes, atMost: OpenCLLimits.workGroup)
    }
}
