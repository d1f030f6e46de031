/// One step of an optimiser over a flat run of parameters. The definitions are PyTorch's, so that a training can be
/// compared step by step.
public enum OptimizerStep: Sendable, Hashable {
    /// `g += decay * p; v = momentum * v + g; p -= rate * v` (or `rate * (g + momentum * v)` with Nesterov).
    case sgd(rate: Float, momentum: Float, nesterov: Bool, decay: Float)
    /// Adam (Kingma and Ba, 2015) with L2 in the gradient; `step` counts from 1.
    case adam(rate: Float, beta1: Float, beta2: Float, epsilon: Float, decay: Float, step: Int)
    /// AdamW (Loshchilov and Hutter, 2019): `p -= rate * decay * p` beside the Adam step.
    case adamW(rate: Float, beta1: Float, beta2: Float, epsilon: Float, decay: Float, step: Int)
    /// AdaDelta (Zeiler, 2012) with L2 in the gradient.
    case adaDelta(rate: Float, rho: Float, epsilon: Float, decay: Float)

    /// How many state values every parameter needs.
    public var stateCount: Int {
        switch self {
        case .sgd(_, let momentum, _, _): momentum == 0 ? 0 : 1
        case .adam, .adamW, .adaDelta: 2
        }
    }
}

/// Carries out an ``OptimizerStep``.
public protocol OptimizerBackend {
    /// - Parameter state: `step.stateCount` slices as long as the parameters: velocity; first and second
    ///   moment; or mean square of gradients and of updates.
    func optimize(
        _ step: OptimizerStep, parameters: BufferSlice, gradients: BufferSlice, state: [BufferSlice])
}
