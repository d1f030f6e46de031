import NeSyCompute
import NeSyTensor

extension NetworkExecution {
    /// Where the gradient of the logits is to be written before ``backward(step:tapped:)``: `[count, classes]`.
    /// - Precondition: training, and the network has something to train.
    public var logitGradient: BufferSlice {
        guard let slice = gradient(network.graph.nodes.count) else {
            preconditionFailure("no gradients outside training")
        }
        return slice
    }

    /// The gradient of the loaded images after a backward pass: `[count, height, width, channels]`.
    /// - Precondition: attribution, and a tap is kept that depends on the image.
    public var imageGradient: BufferSlice {
        guard mode == .attribution, let slice = gradient(0) else {
            preconditionFailure("no gradient of the images outside attribution")
        }
        return slice
    }

    /// Queues the backward pass: from ``logitGradient`` to ``gradients`` in training, from what `tapped` adds to
    /// ``imageGradient`` in attribution.
    /// - Parameters:
    ///   - step: as in the forward pass, to draw the same dropout masks.
    ///   - tapped: called for every kept tap with its index as a node, its maps and their gradient so far, in the
    ///     order of the backward pass, to add the gradient of a loss on the maps.
    public func backward(
        step: Int = 0, tapped: (_ node: Int, _ maps: BufferSlice, _ gradient: BufferSlice) -> Void = { _, _, _ in }
    ) {
        precondition(mode != .inference, "no gradients in inference")
        let n = network.graph.nodes.count
        for value in 0...n { written[value] = value == n && mode == .training }
        for value in stride(from: n, through: 1, by: -1) {
            guard let gradient = gradient(value) else { continue }
            if kept.contains(value) {
                // No layer after this one may have led to the logits.
                if !written[value] { network.backend.fill(gradient, with: 0) }
                written[value] = true
                tapped(value - 1, values(value), gradient)
            }
            if written[value] { backward(value, gradient, step) }
        }
    }

    private func backward(_ value: Int, _ outputGradient: BufferSlice, _ step: Int) {
        let backend = network.backend
        let sources = network.graph.sources[value - 1]
        let source = sources[0]
        let tensors = tensors[value - 1]
        let tensorGradients = tensorGradients?[value - 1]
        let inputGradient = gradient(source)
        let accumulate = written[source]
        written[source] = true
        switch network.graph.operations[value - 1] {
        case .convolution(var operation, _):
            operation.batch = count
            if let tensorGradients {
                backend.convolveBackwardWeights(
                    operation, input: values(source), outputGradient: outputGradient,
                    weightGradient: tensorGradients[0],
                    biasGradient: tensorGradients.count > 1 ? tensorGradients[1] : nil)
            }
            guard let inputGradient else { return }
            backend.convolveBackwardInput(
                operation, outputGradient: outputGradient, weights: tensors[0], inputGradient: inputGradient,
                accumulate: accumulate)
        case .fullyConnected(var operation, _):
            operation.batch = count
            if let tensorGradients {
                backend.connectBackwardWeights(
                    operation, input: values(source), outputGradient: outputGradient,
                    weightGradient: tensorGradients[0],
                    biasGradient: tensorGradients.count > 1 ? tensorGradients[1] : nil)
            }
            guard let inputGradient else { return }
            backend.connectBackwardInput(
                operation, outputGradient: outputGradient, weights: tensors[0], inputGradient: inputGradient,
                accumulate: accumulate)
        case .batchNormalization(var operation):
            operation.rows *= count
            guard let inputGradient else {
                preconditionFailure("a batch normalisation without a gradient of its input")
            }
            guard let tensorGradients else {
                normalizeBackward(operation, value, outputGradient, inputGradient, accumulate)
                return
            }
            let channels = operation.channels
            guard let mean = saved(value, count: channels),
                let deviation = saved(value, offset: channels, count: channels)
            else { preconditionFailure("a batch normalisation without its statistics") }
            backend.normalizeBackward(
                operation, input: values(source), scale: tensors[0], savedMean: mean, savedInverseDeviation: deviation,
                outputGradient: outputGradient,
                pooling: plan.takesPooledGradient[value] ? pooling(value, lent: plan.mapGradients) : nil,
                inputGradient: inputGradient, scaleGradient: tensorGradients[0], shiftGradient: tensorGradients[1],
                accumulate: accumulate)
        case .activation(let function):
            guard let inputGradient, plan.pooledOnTheWay[value] == nil else { return }
            backend.activateBackward(
                function, output: values(value), outputGradient: outputGradient, inputGradient: inputGradient,
                accumulate: accumulate)
        case .pooling(var operation):
            guard let inputGradient else { return }
            operation.batch = count
            if plan.pooledOnTheWay[source] != nil,
                case .activation(let function) = network.graph.operations[source - 1]
            {
                backend.activateBackward(
                    function, output: values(value), outputGradient: outputGradient, inputGradient: outputGradient,
                    accumulate: false)
            }
            if plan.takesPooledGradient[source] { return }
            backend.poolBackward(
                operation, outputGradient: outputGradient, winners: saved(value, count: outputGradient.count),
                inputGradient: inputGradient, accumulate: accumulate)
        case .globalAverage:
            guard let inputGradient else { return }
            let shape = shape(source)
            backend.globalAverageBackward(
                batch: count, positions: shape.positions, channels: shape.channels,
                outputGradient: outputGradient, inputGradient: inputGradient, accumulate: accumulate)
        case .reshape:
            if !plan.sharesGradient[source] { pass(outputGradient, to: inputGradient, accumulate) }
        case .dropout(let rate):
            guard let inputGradient else { return }
            if mode == .attribution {
                if !plan.sharesGradient[source] { pass(outputGradient, to: inputGradient, accumulate) }
                return
            }
            backend.dropBackward(
                dropout(rate, value, step), outputGradient: outputGradient, inputGradient: inputGradient,
                accumulate: accumulate)
        case .add:
            pass(outputGradient, to: inputGradient, accumulate)
            let accumulateSecond = written[sources[1]]
            written[sources[1]] = true
            pass(outputGradient, to: gradient(sources[1]), accumulateSecond)
        case .concatenate(let channels):
            for (index, source) in sources.enumerated() {
                let accumulateHere = index == 0 ? accumulate : written[source]
                written[source] = true
                guard let inputGradient = gradient(source) else { continue }
                backend.concatenateBackward(
                    rows: count * shape(value).positions, channels: channels, index: index,
                    outputGradient: outputGradient, inputGradient: inputGradient, accumulate: accumulateHere)
            }
        }
    }

    /// Backward through a normalisation with running statistics, which only scales.
    private func normalizeBackward(
        _ operation: BatchNormalization, _ value: Int, _ outputGradient: BufferSlice, _ inputGradient: BufferSlice,
        _ accumulate: Bool
    ) {
        guard let zeros = zeros?.slice(offset: 0, count: operation.channels) else {
            preconditionFailure("no zeros outside attribution")
        }
        // Nobody reads the output's gradient after this layer.
        let target = accumulate ? outputGradient : inputGradient
        network.backend.normalizeInference(
            operation, input: outputGradient, scale: tensors[value - 1][0], shift: zeros,
            runningMean: zeros, runningVariance: statistics[value - 1][1], activation: nil, output: target)
        if accumulate { pass(outputGradient, to: inputGradient, true) }
    }

    private func pass(_ gradient: BufferSlice, to target: BufferSlice?, _ accumulate: Bool) {
        guard let target else { return }
        if accumulate {
            network.backend.accumulate(gradient, times: 1, into: target)
        } else {
            network.backend.copy(gradient, to: target)
        }
    }
}
