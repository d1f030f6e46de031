import NeSyCompute
import NeSyTensor

extension Trainer {
    /// Trains until all epochs are done or `shouldStop` says so, which is asked before every step.
    /// - Parameter onEpoch: called when an epoch is done; ``state()`` is then that of its end.
    /// - Throws: an error of the source; one that names epoch and step when a loss is no longer a number; and what
    ///   the callbacks throw.
    @discardableResult
    public func run(
        shouldStop: () -> Bool = { false },
        onStep: (StepReport) throws(NeSyError) -> Void = { (_) throws(NeSyError) in },
        onEpoch: (EpochReport) throws(NeSyError) -> Void = { (_) throws(NeSyError) in }
    ) throws(NeSyError) -> TrainingOutcome {
        let clock = ContinuousClock()
        let start = clock.now
        var imagesSinceStart = 0
        while epoch < options.epochs {
            let epochStart = clock.now
            var imagesInEpoch = 0
            var rateUsed = rate
            var means = running.means
            try source.begin(epoch: epoch, batch: batch)
            while batch < source.batchesPerEpoch {
                if shouldStop() {
                    try readLosses()
                    return .stopped
                }
                guard let next = try source.next() else {
                    throw NeSyError(
                        .internalFailure, "The images ended in the middle of an epoch.",
                        expected: "\(source.batchesPerEpoch) batches", found: "\(batch)")
                }
                rateUsed = rate
                try train(on: next)
                imagesInEpoch += next.count
                imagesSinceStart += next.count
                if ledger.isFull {
                    try readLosses()
                    means = running.means
                }
                try onStep(
                    StepReport(
                        epoch: epoch, batch: batch, batchesPerEpoch: source.batchesPerEpoch, step: step,
                        totalSteps: totalSteps, losses: means, accuracy: running.accuracy,
                        rate: rateUsed,
                        imagesPerSecond: Double(imagesSinceStart) / (clock.now - start).seconds))
            }
            try readLosses()
            let seconds = (clock.now - epochStart).seconds
            let report = try finishEpoch(rate: rateUsed, seconds: seconds, images: imagesInEpoch)
            try onEpoch(report)
        }
        return .finished
    }

    /// One step of the optimiser.
    private func train(on next: Batch) throws(NeSyError) {
        let backend = network.backend
        try execution.load(next)
        execution.forward(step: step)
        backend.softmaxCrossEntropy(
            SoftmaxCrossEntropy(batch: next.count, classes: network.graph.classes), logits: execution.logits,
            labels: execution.labels, classWeights: classWeights, factor: options.crossEntropyWeight,
            loss: ledger.cell(part: 0), logitGradient: execution.logitGradient, accumulate: false)
        execution.backward(step: step) { node, maps, gradient in
            for (index, loss) in tapLosses.enumerated() where tapNodes[index] == node {
                loss.apply(
                    on: backend, step: step, batch: next.count, maps: maps, labels: execution.labels,
                    loss: ledger.cell(part: index + 1), mapGradient: gradient)
            }
        }
        guard let gradients = execution.gradients else { return }
        backend.optimize(
            options.optimizer.step(rate: rate, step: step + 1), parameters: network.parameters,
            gradients: gradients, state: moments)
        ledger.record(logits: execution.logits, labels: next.labels)
        step += 1
        batch += 1
    }

    private func readLosses() throws(NeSyError) {
        let (steps, unfit) = try ledger.read(into: &running)
        guard let unfit else { return }
        let failed = step - steps + unfit
        throw NeSyError(
            .badData, "The loss is no longer a finite number.",
            at: "epoch \(epoch + 1), step \(failed + 1) of \(totalSteps)", expected: "a finite loss",
            remedy: "Try a lower learning rate, check the images for values out of range, or go back to the last "
                + "checkpoint.")
    }

    private func finishEpoch(rate: Float, seconds: Double, images: Int) throws(NeSyError) -> EpochReport {
        var report = EpochReport(
            epoch: epoch + 1, losses: running.means, accuracy: running.accuracy, validation: nil, rate: rate,
            seconds: seconds, imagesPerSecond: Double(images) / seconds)
        if let validation {
            let evaluation = try network.evaluate(validation, with: validationExecution(for: validation))
            report.validation = evaluation
            if evaluation.accuracy > best?.accuracy ?? -1 {
                best = BestEpoch(epoch: epoch + 1, accuracy: evaluation.accuracy)
            }
        }
        options.schedule.observe(validationLoss: report.validation?.loss ?? report.loss, state: &schedule)
        epoch += 1
        batch = 0
        running = RunningLoss(sums: lossNames.map { _ in 0 })
        return report
    }

    private func validationExecution(for validation: any BatchSource) throws(NeSyError) -> NetworkExecution {
        if let validationExecution { return validationExecution }
        let execution = try NetworkExecution(
            network, capacity: min(validation.batchSize, max(1, validation.sampleCount)), mode: .inference)
        validationExecution = execution
        return execution
    }
}

extension Duration {
    /// At least a nanosecond, so that it may be divided by.
    fileprivate var seconds: Double {
        max(1e-9, Double(components.seconds) + Double(components.attoseconds) * 1e-18)
    }
}
