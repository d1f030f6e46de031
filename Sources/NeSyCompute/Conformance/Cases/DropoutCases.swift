import NeSyTensor

extension ConformanceCase {
    static let dropoutCases: [ConformanceCase] = [(1, 0.5), (37, 0.25), (3001, 0.5), (16, 0)].map {
        (count: Int, rate: Float) in
        let o = Dropout(rate: rate, random: CounterRandom(seed: 0x1_2345_6789, stream: 0x9_8765_4321))
        return ConformanceCase(
            "dropout", "\(count) values, rate \(rate)",
            parameters: ["count": Double(count), "rate": Double(rate)],
            inputs: [.normal("input", count, stream: 1), .normal("outputGradient", count, stream: 2)],
            objective: .product(output: "output", cotangent: "outputGradient"),
            derivatives: [("input", "inputGradient")]
        ) { (run) throws(NeSyError) in
            run.backend.drop(o, input: run["input"], output: try run.output("output", count))
            try run.gradient("inputGradient", count) { slice, accumulate in
                run.backend.dropBackward(
                    o, outputGradient: run["outputGradient"], inputGradient: slice, accumulate: accumulate)
            }
        }
    }
}
