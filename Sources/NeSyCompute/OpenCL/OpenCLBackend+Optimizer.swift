import NeSyTensor

extension OpenCLBackend {
    public func optimize(
        _ step: OptimizerStep, parameters: BufferSlice, gradients: BufferSlice, state: [BufferSlice]
    ) {
        gradients.require(parameters.count, "gradients")
        precondition(state.count == step.stateCount, "\(state.count) states instead of \(step.stateCount)")
        for slice in state { slice.require(parameters.count, "state") }
        switch step {
        case .sgd(let rate, let momentum, let nesterov, let decay):
            let width = Lanes.width(of: parameters, gradients, state.first)
            run(
                "sgd", in: "optimizer/sgd.cl", defines: ["WIDTH": width],
                over: .lanes(parameters.count, width: width), .slice(parameters), .slice(gradients),
                .optional(state.first), .count(parameters.count), .float(rate), .float(momentum), .flag(nesterov),
                .float(decay))
        case .adam(let rate, let beta1, let beta2, let epsilon, let decay, let number):
            adam(
                rate, beta1, beta2, epsilon, decay: decay, shrink: 1, step: number, parameters, gradients, state[0],
                state[1])
        case .adamW(let rate, let beta1, let beta2, let epsilon, let decay, let number):
            adam(
                rate, beta1, beta2, epsilon, decay: 0, shrink: 1 - rate * decay, step: number, parameters, gradients,
                state[0], state[1])
        case .adaDelta(let rate, let rho, let epsilon, let decay):
            let width = Lanes.width(of: parameters, gradients, state[0], state[1])
            run(
                "ada_delta", in: "optimizer/ada_delta.cl", defines: ["WIDTH": width],
                over: .lanes(parameters.count, width: width), .slice(parameters), .slice(gradients), .slice(state[0]),
                .slice(state[1]), .count(parameters.count), .float(rate), .float(rho), .float(epsilon),
                .float(decay))
        }
    }

    /// Adam with L2 in the gradient (`decay`) or in the parameters (`shrink`). The moments began at zero, so they are
    /// divided by `1 - beta^step`.
    private func adam(
        _ rate: Float, _ beta1: Float, _ beta2: Float, _ epsilon: Float, decay: Float, shrink: Float, step: Int,
        _ parameters: BufferSlice, _ gradients: BufferSlice, _ first: BufferSlice, _ second: BufferSlice
    ) {
        precondition(step >= 1, "steps count from 1")
        let meanCorrection = Float(1 - power(Double(beta1), Double(step)))
        let rootCorrection = Float((1 - power(Double(beta2), Double(step))).squareRoot())
        let width = Lanes.width(of: parameters, gradients, first, second)
        run(
            "adam", in: "optimizer/adam.cl", defines: ["WIDTH": width],
            over: .lanes(parameters.count, width: width), .slice(parameters), .slice(gradients), .slice(first),
            .slice(second), .count(parameters.count), .float(rate / meanCorrection), .float(beta1), .float(beta2),
            .float(epsilon), .float(rootCorrection), .float(decay), .float(shrink))
    }
}
