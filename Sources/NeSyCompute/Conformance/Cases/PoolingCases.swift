import NeSyTensor

extension ConformanceCase {
    static let poolingCases: [ConformanceCase] =
        [
            pooling("2x2", .maximum, (2, 6, 8, 16), kernel: 2),
            pooling("2x2, odd sizes", .maximum, (2, 7, 5, 3), kernel: 2),
            pooling("2x2, odd sizes, rounding up", .maximum, (2, 7, 5, 9), kernel: 2, roundsUp: true),
            pooling("3x3 stride 2 padding 1", .maximum, (2, 8, 7, 17), kernel: 3, stride: 2, padding: 1),
            pooling(
                "3x3 stride 2 padding 1, rounding up", .maximum, (1, 8, 9, 8), kernel: 3, stride: 2, padding: 1,
                roundsUp: true),
            pooling("3x3 stride 1, overlapping", .maximum, (1, 5, 6, 1), kernel: 3, stride: 1, padding: 1),
            pooling("gaps between windows", .maximum, (2, 8, 8, 8), kernel: 2, stride: 3),
            pooling("whole image", .maximum, (3, 4, 4, 20), kernel: 4),
            pooling("ties", .maximum, (2, 6, 6, 9), kernel: 3, stride: 2, ties: true),
            pooling("2x2", .average(countingPadding: true), (2, 6, 8, 16), kernel: 2),
            pooling(
                "3x3 stride 2, counting padding", .average(countingPadding: true), (2, 8, 7, 5), kernel: 3, stride: 2,
                padding: 1),
            pooling(
                "3x3 stride 2, not counting padding", .average(countingPadding: false), (1, 8, 7, 17), kernel: 3,
                stride: 2, padding: 1),
            pooling(
                "rounding up, counting padding", .average(countingPadding: true), (2, 8, 7, 3), kernel: 3, stride: 2,
                padding: 1, roundsUp: true),
            pooling(
                "rounding up, not counting padding", .average(countingPadding: false), (2, 8, 7, 3), kernel: 3,
                stride: 2, padding: 1, roundsUp: true),
        ] + [(2, 16, 8), (1, 1, 3), (3, 49, 17)].map { globalAverage(batch: $0.0, positions: $0.1, channels: $0.2) }

    private static func pooling(
        _ name: String, _ kind: Pooling.Kind, _ images: (batch: Int, height: Int, width: Int, channels: Int),
        kernel: Int, stride: Int? = nil, padding: Int = 0, roundsUp: Bool = false, ties: Bool = false
    ) -> ConformanceCase {
        let o: Pooling
        do {
            o = try Pooling(
                kind, batch: images.batch, height: images.height, width: images.width,
                channels: images.channels, kernel: kernel, stride: stride, padding: padding, roundsUp: roundsUp)
        } catch { preconditionFailure("\(name): \(error)") }
        let (operation, counts): (String, Double)
        switch kind {
        case .maximum: (operation, counts) = ("maximum pooling", 0)
        case .average(let countingPadding): (operation, counts) = ("average pooling", countingPadding ? 1 : 0)
        }
        let (inputs, outputs) = (o.inputCount, o.outputCount)
        // Few values, so that many windows have several largest ones; a difference would cross the kink.
        let input: Input =
            ties ? .floats("input", (0..<inputs).map { Float($0 * 37 % 3) - 1 }) : .distinct("input", inputs)
        return ConformanceCase(
            operation, name,
            parameters: [
                "batch": Double(o.batch), "height": Double(o.height), "width": Double(o.width),
                "channels": Double(o.channels), "kernel": Double(o.kernel), "stride": Double(o.stride),
                "padding": Double(o.padding), "roundsUp": o.roundsUp ? 1 : 0, "countingPadding": counts,
            ],
            inputs: [input, .normal("outputGradient", outputs, stream: 2)],
            objective: .product(output: "output", cotangent: "outputGradient"),
            derivatives: ties ? [] : [("input", "inputGradient")]
        ) { (run) throws(NeSyError) in
            var winners: BufferSlice?
            if case .maximum = o.kind { winners = try run.integerOutput("winners", outputs) }
            run.backend.pool(
                o, input: run["input"], output: try run.output("output", outputs), winners: winners)
            run.backend.pool(
                o, input: run["input"], output: try run.output("output without winners", outputs), winners: nil)
            try run.gradient("inputGradient", inputs) { slice, accumulate in
                run.backend.poolBackward(
                    o, outputGradient: run["outputGradient"], winners: winners, inputGradient: slice,
                    accumulate: accumulate)
            }
        }
    }

    private static func globalAverage(batch: Int, positions: Int, channels: Int) -> ConformanceCase {
        ConformanceCase(
            "global average", "\(batch) x \(positions) x \(channels)",
            parameters: ["batch": Double(batch), "positions": Double(positions), "channels": Double(channels)],
            inputs: [
                .normal("input", batch * positions * channels, stream: 1),
                .normal("outputGradient", batch * channels, stream: 2),
            ],
            objective: .product(output: "output", cotangent: "outputGradient"),
            derivatives: [("input", "inputGradient")]
        ) { (run) throws(NeSyError) in
            run.backend.globalAverage(
                batch: batch, positions: positions, channels: channels, input: run["input"],
                output: try run.output("output", batch * channels))
            try run.gradient("inputGradient", batch * positions * channels) { slice, accumulate in
                run.backend.globalAverageBackward(
                    batch: batch, positions: positions, channels: channels,
                    outputGradient: run["outputGradient"], inputGradient: slice, accumulate: accumulate)
            }
        }
    }
}
