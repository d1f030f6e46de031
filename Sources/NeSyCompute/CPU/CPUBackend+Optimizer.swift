import CMicro
import NeSyTensor

extension CPUBackend {
    public func optimize(
        _ step: OptimizerStep, parameters: BufferSlice, gradients: BufferSlice, state: [BufferSlice]
    ) {
        gradients.require(parameters.count, "gradients")
        precondition(state.count == step.stateCount, "\(state.count) states instead of \(step.stateCount)")
        for slice in state { slice.require(parameters.count, "state") }
        let (values, slopes) = (parameters.floats, gradients.floats)
        forEachRange(parameters.count) { range in
            let first = range.lowerBound
            let (p, g) = (values + first, slopes + first)
            switch step {
            case .sgd(let rate, let momentum, let nesterov, let decay):
                nesy_sgd(
                    level, rate, momentum, nesterov ? 1 : 0, decay, p, g, state.first.map { $0.floats + first },
                    range.count)
            case .adam(let rate, let beta1, let beta2, let epsilon, let decay, let number):
                let (meanCorrection, rootCorrection) = corrections(beta1, beta2, number)
                nesy_adam(
                    level, rate / meanCorrection, beta1, beta2, epsilon, rootCorrection, decay, 1, p, g,
                    state[0].floats + first, state[1].floats + first, range.count)
            case .adamW(let rate, let beta1, let beta2, let epsilon, let decay, let number):
                let (meanCorrection, rootCorrection) = corrections(beta1, beta2, number)
                nesy_adam(
                    level, rate / meanCorrection, beta1, beta2, epsilon, rootCorrection, 0, 1 - rate * decay, p,
                    g, state[0].floats + first, state[1].floats + first, range.count)
            case .adaDelta(let rate, let rho, let epsilon, let decay):
                nesy_ada_delta(
                    level, rate, rho, epsilon, decay, p, g, state[0].floats + first, state[1].floats + first,
                    range.count)
            }
        }
    }

    /// What Adam divides by because its moments began at zero: `1 - beta1^t` and the root of `1 - beta2^t`.
    private func corrections(_ beta1: Float, _ beta2: Float, _ step: Int) -> (mean: Float, root: Float) {
        precondition(step >= 1, "steps count from 1")
        return (
            Float(1 - power(Double(beta1), Double(step))),
            Float((1 - power(Double(beta2), Double(step))).squareRoot())
        )
    }
}
