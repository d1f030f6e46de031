import NeSyCompute
import NeSyTensor

/// A layer whose geometry is known: what the backend is asked to do, for a batch of one image.
enum LayerOperation: Sendable, Hashable {
    case convolution(Convolution, bias: Bool)
    case batchNormalization(BatchNormalization)
    case activation(Activation)
    case pooling(Pooling)
    case globalAverage
    case reshape
    case fullyConnected(FullyConnected, bias: Bool)
    case dropout(rate: Float)
    case add
    case concatenate(channels: [Int])

    /// Whether the backward pass reads the input of the forward pass.
    var needsInput: Bool {
        switch self {
        case .convolution, .batchNormalization, .fullyConnected: true
        default: false
        }
    }

    /// Whether the backward pass reads the output of the forward pass.
    var needsOutput: Bool {
        if case .activation = self { true } else { false }
    }

    /// Trained tensors, by their last name.
    var parameters: [(name: String, shape: Shape, role: ParameterRole)] {
        switch self {
        case .convolution(let operation, let bias):
            let area = operation.kernelHeight * operation.kernelWidth
            let fans = Fans(
                into: area * operation.inputChannels / operation.groups,
                outOf: area * operation.outputChannels / operation.groups)
            let weight = ("weight", operation.weightShape, ParameterRole.weight(fans))
            return bias ? [weight, ("bias", [operation.outputChannels], .bias(fans))] : [weight]
        case .fullyConnected(let operation, let bias):
            let fans = Fans(into: operation.inputs, outOf: operation.outputs)
            let weight = ("weight", [operation.inputs, operation.outputs] as Shape, ParameterRole.weight(fans))
            return bias ? [weight, ("bias", [operation.outputs], .bias(fans))] : [weight]
        case .batchNormalization(let operation):
            return [("weight", [operation.channels], .scale), ("bias", [operation.channels], .shift)]
        default: return []
        }
    }

    /// Tensors that the forward pass updates, with their first value.
    var statistics: [(name: String, shape: Shape, start: Float)] {
        guard case .batchNormalization(let operation) = self else { return [] }
        return [("running_mean", [operation.channels], 0), ("running_var", [operation.channels], 1)]
    }
}
