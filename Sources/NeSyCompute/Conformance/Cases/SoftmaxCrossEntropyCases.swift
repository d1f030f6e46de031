import NeSyTensor

extension ConformanceCase {
    static let softmaxCrossEntropyCases: [ConformanceCase] = [
        crossEntropy("", batch: 4, classes: 3), crossEntropy(", one row", batch: 1, classes: 10),
        crossEntropy(", class weights", batch: 9, classes: 4, isWeighted: true),
        crossEntropy(", padding", batch: 6, classes: 5, padding: [0, 4]),
        crossEntropy(", padding and class weights", batch: 7, classes: 17, padding: [2], isWeighted: true),
        crossEntropy(", nothing but padding", batch: 2, classes: 3, padding: [0, 1]),
        crossEntropy(", large logits", batch: 5, classes: 6, magnitude: 60),
    ]

    private static func crossEntropy(
        _ name: String, batch: Int, classes: Int, padding: Set<Int> = [], isWeighted: Bool = false,
        magnitude: Float = 1
    ) -> ConformanceCase {
        let o = SoftmaxCrossEntropy(batch: batch, classes: classes)
        let factor: Float = 1.5
        var inputs: [Input] = [
            .normal("logits", batch * classes, stream: 1, divisor: 1 / magnitude),
            .labels(batch, classes: classes, padding: padding), .floats("loss", [0.25]),
        ]
        if isWeighted { inputs.append(.uniform("classWeights", classes, stream: 2, in: 0.2...3)) }
        return ConformanceCase(
            "softmax cross-entropy", "\(batch) x \(classes)\(name)",
            parameters: ["batch": Double(batch), "classes": Double(classes), "factor": Double(factor)],
            inputs: inputs, objective: .value("loss"),
            derivatives: magnitude == 1 ? [("logits", "logitGradient")] : []
        ) { (run) throws(NeSyError) in
            run.backend.softmax(
                rows: batch, classes: classes, logits: run["logits"],
                output: try run.output("probabilities", batch * classes))
            run.backend.softmaxCrossEntropy(
                o, logits: run["logits"], labels: run["labels"], classWeights: run.optional("classWeights"),
                factor: factor, loss: run.changed("loss"), logitGradient: nil, accumulate: false)
            let other = try run.output("second loss", 1)
            run.backend.fill(other, with: 0)
            try run.gradient("logitGradient", batch * classes) { slice, accumulate in
                run.backend.softmaxCrossEntropy(
                    o, logits: run["logits"], labels: run["labels"], classWeights: run.optional("classWeights"),
                    factor: factor, loss: other, logitGradient: slice, accumulate: accumulate)
            }
        }
    }
}
