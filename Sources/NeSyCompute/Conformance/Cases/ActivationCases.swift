import NeSyTensor

extension ConformanceCase {
    /// The forward passes of an operation that takes an activation along: without, and with each of two kinds.
    static let forwardPasses: [(output: String, activation: Activation?)] = [
        ("output", nil), ("relu", .relu), ("sigmoid", .sigmoid),
    ]

    static let activationCases: [ConformanceCase] =
        [1, 8, 131].flatMap { count in
            [
                activation("relu", .relu, .distinct("input", count)),
                activation("leaky relu", .leakyReLU(slope: 0.1), .distinct("input", count), slope: 0.1),
                activation("sigmoid", .sigmoid, .normal("input", count, stream: 1, divisor: 0.5)),
                activation("tanh", .tanh, .normal("input", count, stream: 1)),
            ]
        } + [
            activation("relu", .relu, .floats("input", [0, -0.0, 1e-30, -1e-30, 1e30, -1e30]), isKinked: true),
            activation("sigmoid", .sigmoid, .floats("input", [0, 80, -80, 200, -200, 1e-6, -1e-6]), isKinked: true),
            activation("tanh", .tanh, .floats("input", [0, 80, -80, 0.6249, 0.6251, 1e-6, -1e-6]), isKinked: true),
        ]

    private static func activation(
        _ name: String, _ function: Activation, _ input: Input, slope: Double = 0, isKinked: Bool = false
    ) -> ConformanceCase {
        guard case .floats(let values) = input.values else { preconditionFailure("\(name) takes floats") }
        let count = values.count
        return ConformanceCase(
            name, isKinked ? "extreme values" : "\(count) values",
            parameters: ["count": Double(count), "slope": slope],
            inputs: [input, .normal("outputGradient", count, stream: 2)],
            objective: .product(output: "output", cotangent: "outputGradient"),
            derivatives: isKinked ? [] : [("input", "inputGradient")]
        ) { (run) throws(NeSyError) in
            let output = try run.output("output", count)
            run.backend.activate(function, input: run["input"], output: output)
            try run.gradient("inputGradient", count) { slice, accumulate in
                run.backend.activateBackward(
                    function, output: output, outputGradient: run["outputGradient"], inputGradient: slice,
                    accumulate: accumulate)
            }
            let inPlace = try run.output("output in place", count)
            run.backend.copy(run["input"], to: inPlace)
            run.backend.activate(function, input: inPlace, output: inPlace)
        }
    }
}
