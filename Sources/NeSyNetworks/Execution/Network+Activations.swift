import NeSyCompute
import NeSyTensor

/// One batch of a network at work in inference mode, on the device; valid until the next batch.
public struct ActivationBatch {
    public let backend: any ComputeBackend
    public let count: Int
    public let labels: [Int32]
    /// `[count, classes]`
    public let logits: BufferSlice
    /// `[count, height, width, channels]` of every tap, in the order asked for.
    public let maps: [BufferSlice]

    /// The class with the largest logit, image by image.
    /// - Throws: a device error.
    public func predictions() throws(NeSyError) -> [Int32] {
        Evaluation.predictions(try backend.download(logits), classes: logits.count / count)
    }
}

extension Network {
    /// Runs all images of a source (its epoch 0) through the network in inference mode and hands every batch to
    /// `body`, with what the taps yielded still on the device.
    /// - Throws: a usage error for an unknown tap, and whatever source or body throw.
    public func activations(
        of taps: [String], in source: any BatchSource,
        _ body: (ActivationBatch) throws(NeSyError) -> Void
    ) throws(NeSyError) {
        let execution = try NetworkExecution(
            self, capacity: min(source.batchSize, max(1, source.sampleCount)), mode: .inference,
            keeping: Set(taps))
        try activations(of: taps, in: source, with: execution, body)
    }

    /// The same for one tap.
    public func activations(
        of tap: String, in source: any BatchSource,
        _ body: (ActivationBatch) throws(NeSyError) -> Void
    ) throws(NeSyError) {
        try activations(of: [tap], in: source, body)
    }

    /// Predictions, accuracy and loss on all images of a source.
    public func evaluate(_ source: any BatchSource) throws(NeSyError) -> Evaluation {
        let execution = try NetworkExecution(
            self, capacity: min(source.batchSize, max(1, source.sampleCount)), mode: .inference)
        return try evaluate(source, with: execution)
    }

    func evaluate(_ source: any BatchSource, with execution: NetworkExecution) throws(NeSyError) -> Evaluation {
        let classes = graph.classes
        let loss = try backend.makeBuffer(count: 1).slice
        var evaluation = Evaluation(predictions: [], labels: [], loss: 0)
        var labelled = 0
        try activations(of: [], in: source, with: execution) { (batch) throws(NeSyError) in
            backend.fill(loss, with: 0)
            backend.softmaxCrossEntropy(
                SoftmaxCrossEntropy(batch: batch.count, classes: classes), logits: batch.logits,
                labels: execution.labels, classWeights: nil, factor: 1, loss: loss, logitGradient: nil,
                accumulate: false)
            evaluation.predictions += try batch.predictions()
            evaluation.labels += batch.labels
            let counted = batch.labels.count { $0 >= 0 }
            labelled += counted
            if counted > 0 { evaluation.loss += Double(try backend.download(loss)[0]) * Double(counted) }
        }
        if labelled > 0 { evaluation.loss /= Double(labelled) }
        return evaluation
    }

    private func activations(
        of taps: [String], in source: any BatchSource, with execution: NetworkExecution,
        _ body: (ActivationBatch) throws(NeSyError) -> Void
    ) throws(NeSyError) {
        try source.begin(epoch: 0, batch: 0)
        while let batch = try source.next() {
            try execution.load(batch)
            execution.forward()
            var maps: [BufferSlice] = []
            for tap in taps { maps.append(try execution.output(of: tap)) }
            try body(
                ActivationBatch(
                    backend: backend, count: batch.count, labels: batch.labels, logits: execution.logits,
                    maps: maps))
        }
    }
}
