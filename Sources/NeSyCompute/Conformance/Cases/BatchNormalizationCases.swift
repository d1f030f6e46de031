import NeSyTensor

extension ConformanceCase {
    static let batchNormalizationCases: [ConformanceCase] = [
        batchNormalization("", rows: 12, channels: 8), batchNormalization("", rows: 49, channels: 3),
        batchNormalization("", rows: 700, channels: 17), batchNormalization("", rows: 30, channels: 1),
        batchNormalization(", far from zero", rows: 64, channels: 9, offset: 100),
    ]

    private static func batchNormalization(
        _ name: String, rows: Int, channels: Int, offset: Float = 0
    ) -> ConformanceCase {
        let o = BatchNormalization(rows: rows, channels: channels)
        var input = Input.normal("input", rows * channels, stream: 1)
        if offset != 0, case .floats(let values) = input.values {
            input = .floats("input", values.map { $0 + offset })
        }
        return ConformanceCase(
            "batch normalization", "\(rows) x \(channels)\(name)",
            parameters: [
                "rows": Double(rows), "channels": Double(channels), "epsilon": Double(o.epsilon),
                "momentum": Double(o.momentum),
            ],
            inputs: [
                input, .uniform("scale", channels, stream: 2, in: 0.5...1.5),
                .normal("shift", channels, stream: 3), .normal("runningMean", channels, stream: 4),
                .uniform("runningVariance", channels, stream: 5, in: 0.5...2),
                .normal("outputGradient", rows * channels, stream: 6), .normal("otherMean", channels, stream: 7),
                .uniform("otherVariance", channels, stream: 8, in: 0.5...2),
            ],
            objective: .product(output: "output", cotangent: "outputGradient"),
            derivatives: [("input", "inputGradient"), ("scale", "scaleGradient"), ("shift", "shiftGradient")],
            tolerance: 2e-5
        ) { (run) throws(NeSyError) in
            for (name, activation) in forwardPasses {
                run.backend.normalizeInference(
                    o, input: run["input"], scale: run["scale"], shift: run["shift"],
                    runningMean: run["runningMean"], runningVariance: run["runningVariance"],
                    activation: activation,
                    output: try run.output(activation == nil ? "inference" : "inference, \(name)", rows * channels))
            }
            let mean = try run.output("savedMean", channels)
            let inverse = try run.output("savedInverseDeviation", channels)
            run.backend.normalizeTraining(
                o, input: run["input"], scale: run["scale"], shift: run["shift"],
                runningMean: run.changed("runningMean"), runningVariance: run.changed("runningVariance"),
                activation: nil, output: try run.output("output", rows * channels), savedMean: mean,
                savedInverseDeviation: inverse)
            run.backend.normalizeTraining(
                o, input: run["input"], scale: run["scale"], shift: run["shift"],
                runningMean: run.changed("otherMean"), runningVariance: run.changed("otherVariance"),
                activation: .relu, output: try run.output("relu", rows * channels), savedMean: mean,
                savedInverseDeviation: inverse)
            let scaleGradient = try run.output("scaleGradient", channels)
            let shiftGradient = try run.output("shiftGradient", channels)
            try run.gradient("inputGradient", rows * channels) { slice, accumulate in
                run.backend.normalizeBackward(
                    o, input: run["input"], scale: run["scale"], savedMean: mean,
                    savedInverseDeviation: inverse, outputGradient: run["outputGradient"], inputGradient: slice,
                    scaleGradient: scaleGradient, shiftGradient: shiftGradient, accumulate: accumulate)
            }
        }
    }
}
