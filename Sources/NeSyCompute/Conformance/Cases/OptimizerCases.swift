import NeSyTensor

extension ConformanceCase {
    static let optimizerCases: [ConformanceCase] = [
        optimizer("sgd", "plain", ["rate": 0.1]) { _ in .sgd(rate: 0.1, momentum: 0, nesterov: false, decay: 0) },
        optimizer("sgd", "momentum, decay", ["rate": 0.1, "momentum": 0.9, "decay": 0.01]) { _ in
            .sgd(rate: 0.1, momentum: 0.9, nesterov: false, decay: 0.01)
        },
        optimizer("sgd", "nesterov", ["rate": 0.1, "momentum": 0.9, "nesterov": 1]) { _ in
            .sgd(rate: 0.1, momentum: 0.9, nesterov: true, decay: 0)
        },
        optimizer("adam", "defaults", ["rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8]) {
            .adam(rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0, step: $0)
        },
        optimizer("adam", "decay", ["rate": 0.01, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3, "decay": 0.1]) {
            .adam(rate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, decay: 0.1, step: $0)
        },
        optimizer("adamW", "decay", ["rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "decay": 0.1]) {
            .adamW(rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.1, step: $0)
        },
        optimizer("adaDelta", "decay", ["rate": 1, "rho": 0.9, "epsilon": 1e-6, "decay": 0.01]) { _ in
            .adaDelta(rate: 1, rho: 0.9, epsilon: 1e-6, decay: 0.01)
        },
    ]

    /// Three steps from an untouched state, with other gradients each time.
    private static func optimizer(
        _ operation: String, _ name: String, _ parameters: [String: Double],
        _ step: @escaping @Sendable (Int) -> OptimizerStep
    ) -> ConformanceCase {
        let count = 203
        let states = step(1).stateCount
        return ConformanceCase(
            operation, name, parameters: parameters,
            inputs: [.normal("parameters", count, stream: 1)]
                + (0..<states).map { .floats("state\($0)", [Float](repeating: 0, count: count)) }
                + (1...3).map { .normal("gradients\($0)", count, stream: 1 + UInt64($0)) }
        ) { (run) throws(NeSyError) in
            for number in 1...3 {
                run.backend.optimize(
                    step(number), parameters: run.changed("parameters"), gradients: run["gradients\(number)"],
                    state: (0..<states).map { run.changed("state\($0)") })
            }
        }
    }
}
