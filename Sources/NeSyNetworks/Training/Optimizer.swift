import NeSyCompute

/// How weights follow their gradients; definitions and defaults are PyTorch's. `decay` is L2: it acts on every
/// trained value, biases and scales included.
public enum Optimizer: Sendable, Hashable {
    case sgd(momentum: Float = 0, nesterov: Bool = false, decay: Float = 0)
    case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, decay: Float = 0)
    case adamW(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, decay: Float = 0.01)
    case adaDelta(rho: Float = 0.9, epsilon: Float = 1e-6, decay: Float = 0)

    /// One step.
    /// - Parameter step: counts from 1.
    public func step(rate: Float, step: Int) -> OptimizerStep {
        switch self {
        case .sgd(let momentum, let nesterov, let decay):
            .sgd(rate: rate, momentum: momentum, nesterov: nesterov, decay: decay)
        case .adam(let beta1, let beta2, let epsilon, let decay):
            .adam(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay, step: step)
        case .adamW(let beta1, let beta2, let epsilon, let decay):
            .adamW(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay, step: step)
        case .adaDelta(let rho, let epsilon, let decay):
            .adaDelta(rate: rate, rho: rho, epsilon: epsilon, decay: decay)
        }
    }

    /// What it remembers of every trained value, as the last part of a tensor's name in a checkpoint.
    public var momentNames: [String] {
        switch self {
        case .sgd(let momentum, _, _): momentum == 0 ? [] : ["velocity"]
        case .adam, .adamW: ["first_moment", "second_moment"]
        case .adaDelta: ["mean_square_gradient", "mean_square_update"]
        }
    }
}
