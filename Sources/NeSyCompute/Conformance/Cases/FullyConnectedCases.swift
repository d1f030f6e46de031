import NeSyTensor

extension ConformanceCase {
    static let fullyConnectedCases: [ConformanceCase] = [
        fullyConnected(batch: 5, inputs: 7, outputs: 3), fullyConnected(batch: 1, inputs: 1, outputs: 1),
        fullyConnected(batch: 1, inputs: 300, outputs: 17), fullyConnected(batch: 50, inputs: 128, outputs: 10),
        fullyConnected(batch: 8, inputs: 33, outputs: 600),
        fullyConnected(batch: 160, inputs: 20, outputs: 40, hasBias: false),
        fullyConnected(batch: 2600, inputs: 9, outputs: 18),
    ]

    private static func fullyConnected(
        batch: Int, inputs: Int, outputs: Int, hasBias: Bool = true
    ) -> ConformanceCase {
        let o: FullyConnected
        do { o = try FullyConnected(batch: batch, inputs: inputs, outputs: outputs) } catch {
            preconditionFailure("\(error)")
        }
        var values: [Input] = [
            .normal("input", batch * inputs, stream: 1), .normal("weights", inputs * outputs, stream: 2),
            .normal("outputGradient", batch * outputs, stream: 3),
        ]
        if hasBias { values.append(.normal("bias", outputs, stream: 4)) }
        var derivatives = [("input", "inputGradient"), ("weights", "weightGradient")]
        if hasBias { derivatives.append(("bias", "biasGradient")) }
        return ConformanceCase(
            "fully connected", "\(batch) x \(inputs) to \(outputs)\(hasBias ? "" : ", no bias")",
            parameters: ["batch": Double(batch), "inputs": Double(inputs), "outputs": Double(outputs)],
            inputs: values, objective: .product(output: "output", cotangent: "outputGradient"),
            derivatives: derivatives
        ) { (run) throws(NeSyError) in
            for (name, activation) in forwardPasses {
                run.backend.connect(
                    o, input: run["input"], weights: run["weights"], bias: run.optional("bias"),
                    activation: activation, output: try run.output(name, batch * outputs))
            }
            try run.gradient("inputGradient", batch * inputs) { slice, accumulate in
                run.backend.connectBackwardInput(
                    o, outputGradient: run["outputGradient"], weights: run["weights"], inputGradient: slice,
                    accumulate: accumulate)
            }
            run.backend.connectBackwardWeights(
                o, input: run["input"], outputGradient: run["outputGradient"],
                weightGradient: try run.output("weightGradient", inputs * outputs),
                biasGradient: hasBias ? try run.output("biasGradient", outputs) : nil)
        }
    }
}
