import NeSyCompute
import NeSyTensor

extension Trainer {
    /// The state between two steps; save it together with ``Network/state()``. Outside of callbacks and after
    /// ``run(shouldStop:onStep:onEpoch:)`` has returned it is complete; inside `onStep` the losses since the last
    /// reading are missing from ``TrainerState/running``.
    /// - Throws: a device error.
    public func state() throws(NeSyError) -> TrainerState {
        var tensors: [NamedTensor] = []
        for (name, buffer) in zip(options.optimizer.momentNames, moments) {
            tensors += ParameterLayout.tensors(
                of: network.layout.parameters, in: try network.backend.download(buffer), suffix: ".\(name)")
        }
        return TrainerState(
            epoch: epoch, batch: batch, step: step, schedule: schedule, moments: tensors, running: running,
            best: best)
    }

    /// Goes on where another trainer with the same options, source and network stopped. Nothing is changed when the
    /// state does not fit.
    /// - Throws: a bad-data error naming the number or tensor that does not fit.
    public func restore(_ state: TrainerState) throws(NeSyError) {
        try check(state)
        let names = options.optimizer.momentNames
        var known: [[Float]] = []
        for name in names {
            let suffix = ".\(name)"
            known.append(
                try ParameterLayout.flatten(
                    state.moments.filter { entry in
                        entry.name.hasSuffix(suffix) || !names.contains { entry.name.hasSuffix(".\($0)") }
                    },
                    into: network.layout.parameters, suffix: suffix, count: network.parameters.count,
                    owner: "the optimiser"))
        }
        for (values, buffer) in zip(known, moments) { network.backend.upload(values, to: buffer) }
        epoch = state.epoch
        batch = state.batch
        step = state.step
        schedule = state.schedule
        running = state.running
        best = state.best
    }

    private func check(_ state: TrainerState) throws(NeSyError) {
        let batches = source.batchesPerEpoch
        guard (0...options.epochs).contains(state.epoch), (0..<max(1, batches)).contains(state.batch),
            state.step == state.epoch * batches + state.batch
        else {
            throw NeSyError(
                .badData, "A checkpoint stands at a place that this training does not have.",
                expected: "an epoch up to \(options.epochs) of \(batches) batches, step by step",
                found: "epoch \(state.epoch), batch \(state.batch), step \(state.step)",
                remedy: "Resume with the same images, batch size and number of epochs or more.")
        }
        let running = state.running
        guard running.sums.count == lossNames.count, running.sums.allSatisfy(\.isFinite),
            running.images >= 0, running.labelled >= 0, running.correct >= 0
        else {
            throw NeSyError(
                .badData, "The losses in a checkpoint are not those of this training.",
                expected: lossNames.joined(separator: ", "), found: "\(running.sums)")
        }
        guard state.schedule.factor > 0, state.schedule.factor.isFinite, !state.schedule.best.isNaN,
            state.schedule.epochsWithoutGain >= 0
        else {
            throw NeSyError(
                .badData, "The schedule in a checkpoint is not one.", found: "\(state.schedule)")
        }
        if options.optimizer.momentNames.isEmpty, let stranger = state.moments.first {
            throw NeSyError(
                .badData, "A checkpoint is of another optimiser.", at: "tensor '\(stranger.name)'",
                expected: "no tensors")
        }
    }
}
