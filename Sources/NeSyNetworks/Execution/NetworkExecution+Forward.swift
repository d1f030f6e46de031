import NeSyCompute
import NeSyTensor

extension NetworkExecution {
    /// Queues the forward pass of the loaded batch.
    /// - Parameter step: which dropout masks to draw; counts from 0 over a whole training.
    public func forward(step: Int = 0) {
        let last = mode == .attribution ? kept.max() ?? 0 : network.graph.nodes.count
        for value in stride(from: 1, through: last, by: 1) { forward(value, step: step) }
    }

    private func forward(_ value: Int, step: Int) {
        let backend = network.backend
        let sources = network.graph.sources[value - 1]
        if plan.pooledOnTheWay[sources[0]] != nil { return }
        let input = values(sources[0])
        let output = target(value)
        let pooling = pooling(value, lent: plan.maps)
        let training = mode == .training
        switch network.graph.operations[value - 1] {
        case .convolution(var operation, _):
            operation.batch = count
            let tensors = tensors[value - 1]
            backend.convolve(
                operation, input: input, weights: tensors[0], bias: tensors.count > 1 ? tensors[1] : nil,
                activation: plan.activationOnTheWay[value], pooling: pooling, output: output)
        case .fullyConnected(var operation, _):
            operation.batch = count
            let tensors = tensors[value - 1]
            backend.connect(
                operation, input: input, weights: tensors[0], bias: tensors.count > 1 ? tensors[1] : nil,
                activation: plan.activationOnTheWay[value], output: output)
        case .batchNormalization(var operation):
            operation.rows *= count
            normalize(operation, value, input, output, pooling)
        case .activation(let function):
            if plan.activationOnTheWay[sources[0]] == nil {
                backend.activate(function, input: input, output: output)
            }
        case .pooling(var operation):
            operation.batch = count
            backend.pool(
                operation, input: input, output: output, winners: saved(value, count: output.count))
        case .globalAverage:
            let shape = shape(sources[0])
            backend.globalAverage(
                batch: count, positions: shape.positions, channels: shape.channels, input: input,
                output: output)
        case .reshape: break
        case .dropout(let rate):
            if training { backend.drop(dropout(rate, value, step), input: input, output: output) }
        case .add: backend.add(input, values(sources[1]), output: output)
        case .concatenate(let channels):
            backend.concatenate(
                rows: count * shape(value).positions, channels: channels, inputs: sources.map(values),
                output: output)
        }
    }

    private func normalize(
        _ operation: BatchNormalization, _ value: Int, _ input: BufferSlice, _ output: BufferSlice,
        _ pooling: FusedPooling?
    ) {
        let tensors = tensors[value - 1]
        let running = statistics[value - 1]
        let channels = operation.channels
        let activation = plan.activationOnTheWay[value]
        if let mean = saved(value, count: channels),
            let deviation = saved(value, offset: channels, count: channels)
        {
            network.backend.normalizeTraining(
                operation, input: input, scale: tensors[0], shift: tensors[1], runningMean: running[0],
                runningVariance: running[1], activation: activation, pooling: pooling, output: output,
                savedMean: mean, savedInverseDeviation: deviation)
        } else {
            network.backend.normalizeInference(
                operation, input: input, scale: tensors[0], shift: tensors[1], runningMean: running[0],
                runningVariance: running[1], activation: activation, pooling: pooling, output: output)
        }
    }

    func dropout(_ rate: Float, _ value: Int, _ step: Int) -> Dropout {
        Dropout(
            rate: rate,
            random: CounterRandom(seed: seed, stream: RandomStream.dropout(node: value - 1, step: step)))
    }
}
