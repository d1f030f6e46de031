import NeSyTensor

extension ConformanceCase {
    /// Layers that pool on the way, and the way back through pooling, activation and normalisation. Maxima have kinks
    /// everywhere, so gradients are not compared with differences here: every link of the chain is elsewhere.
    static let fusedPoolingCases: [ConformanceCase] = [
        convolution("2x2", (2, 7, 9), (3, 20), Window(2)),
        convolution("2x2, rounding up", (3, 9, 7), (16, 16), Window(2, roundsUp: true)),
        convolution("3x3 stride 2 padding 1", (2, 8, 9), (8, 17), Window(3, stride: 2, padding: 1)),
        convolution("many images", (70, 10, 10), (2, 8), Window(2)),
        normalization("2x2", (3, 6, 8, 16), Window(2)),
        normalization(
            "3x3 stride 2 padding 1, rounding up", (2, 9, 40, 9), Window(3, stride: 2, padding: 1, roundsUp: true)),
        normalization("large images", (1, 70, 70, 8), Window(2)),
    ]

    private struct Window: Sendable {
        var kernel: Int
        var stride: Int
        var padding: Int
        var roundsUp: Bool

        init(_ kernel: Int, stride: Int? = nil, padding: Int = 0, roundsUp: Bool = false) {
            (self.kernel, self.stride, self.padding, self.roundsUp) = (kernel, stride ?? kernel, padding, roundsUp)
        }

        func pooling(_ batch: Int, _ height: Int, _ width: Int, _ channels: Int) throws(NeSyError) -> Pooling {
            try Pooling(
                .maximum, batch: batch, height: height, width: width, channels: channels, kernel: kernel,
                stride: stride, padding: padding, roundsUp: roundsUp)
        }

        var parameters: [String: Double] {
            [
                "kernel": Double(kernel), "stride": Double(stride), "padding": Double(padding),
                "roundsUp": roundsUp ? 1 : 0,
            ]
        }
    }

    /// A convolution of 3x3 with padding 1.
    private static func convolution(
        _ name: String, _ images: (batch: Int, height: Int, width: Int), _ channels: (inputs: Int, outputs: Int),
        _ window: Window
    ) -> ConformanceCase {
        let (o, pooling): (Convolution, Pooling)
        do {
            o = try Convolution(
                batch: images.batch, height: images.height, width: images.width, inputChannels: channels.inputs,
                outputChannels: channels.outputs, kernel: 3, padding: 1)
            pooling = try window.pooling(o.batch, o.outputHeight, o.outputWidth, o.outputChannels)
        } catch { preconditionFailure("\(name): \(error)") }
        let sizes = [
            "batch": Double(o.batch), "height": Double(o.height), "width": Double(o.width),
            "inputChannels": Double(o.inputChannels), "outputChannels": Double(o.outputChannels),
        ]
        return ConformanceCase(
            "pooled convolution", name, parameters: window.parameters.merging(sizes) { $1 },
            inputs: [
                .normal("input", o.inputCount, stream: 1), .normal("weights", o.weightCount, stream: 2),
                .normal("bias", o.outputChannels, stream: 3),
                .normal("outputGradient", pooling.outputCount, stream: 4),
            ]
        ) { (run) throws(NeSyError) in
            try pool(pooling, run) { activation, pooling, output in
                run.backend.convolve(
                    o, input: run["input"], weights: run["weights"], bias: run["bias"], activation: activation,
                    pooling: pooling, output: output)
            }
        }
    }

    private static func normalization(
        _ name: String, _ images: (batch: Int, height: Int, width: Int, channels: Int), _ window: Window
    ) -> ConformanceCase {
        let channels = images.channels
        let o = BatchNormalization(rows: images.batch * images.height * images.width, channels: channels)
        let pooling: Pooling
        do {
            pooling = try window.pooling(images.batch, images.height, images.width, channels)
        } catch { preconditionFailure("\(name): \(error)") }
        let sizes = [
            "batch": Double(images.batch), "height": Double(images.height), "width": Double(images.width),
            "channels": Double(channels), "epsilon": Double(o.epsilon),
        ]
        return ConformanceCase(
            "pooled batch normalization", name, parameters: window.parameters.merging(sizes) { $1 },
            inputs: [
                .normal("input", o.rows * channels, stream: 1),
                .uniform("scale", channels, stream: 2, in: 0.5...1.5), .normal("shift", channels, stream: 3),
                .normal("outputGradient", pooling.outputCount, stream: 4),
                .normal("mean", channels, stream: 5), .uniform("variance", channels, stream: 6, in: 0.5...2),
            ]
        ) { (run) throws(NeSyError) in
            let statistics = try run.backend.makeBuffer(count: 4 * channels).slice
            let parts = (0..<4).map { statistics.slice(offset: $0 * channels, count: channels) }
            try pool(pooling, run) { activation, pooling, output in
                run.backend.normalizeTraining(
                    o, input: run["input"], scale: run["scale"], shift: run["shift"], runningMean: parts[0],
                    runningVariance: parts[1], activation: activation, pooling: pooling, output: output,
                    savedMean: parts[2], savedInverseDeviation: parts[3])
            }
            let maps = try memory(for: pooling, run)
            let scaleGradient = try run.output("scaleGradient", channels)
            let shiftGradient = try run.output("shiftGradient", channels)
            let passed = try run.output("passed gradient", pooling.outputCount)
            let winners = try run.integerOutput("relu winners", pooling.outputCount)
            try run.gradient("inputGradient", o.rows * channels) { slice, accumulate in
                run.backend.normalizeBackward(
                    o, input: run["input"], scale: run["scale"], savedMean: parts[2],
                    savedInverseDeviation: parts[3], outputGradient: passed,
                    pooling: FusedPooling(pooling, winners: winners, maps: maps),
                    inputGradient: slice, scaleGradient: scaleGradient, shiftGradient: shiftGradient,
                    accumulate: accumulate)
            }
            run.backend.normalizeInference(
                o, input: run["input"], scale: run["scale"], shift: run["shift"], runningMean: run["mean"],
                runningVariance: run["variance"], activation: .relu,
                pooling: FusedPooling(pooling, winners: nil, maps: maps),
                output: try run.output("inference", pooling.outputCount))
        }
    }

    private static func memory(for pooling: Pooling, _ run: ConformanceRun) throws(NeSyError) -> BufferSlice? {
        let count = run.backend.mapsOnTheWay(pooling)
        return count == 0 ? nil : try run.backend.makeBuffer(count: count).slice
    }

    private static func pool(
        _ pooling: Pooling, _ run: ConformanceRun,
        _ layer: (Activation?, FusedPooling, _ output: BufferSlice) throws(NeSyError) -> Void
    ) throws(NeSyError) {
        let maps = try memory(for: pooling, run)
        let outputs = pooling.outputCount
        let winners = try run.integerOutput("winners", outputs)
        try layer(nil, FusedPooling(pooling, winners: winners, maps: maps), try run.output("output", outputs))
        try layer(
            .sigmoid, FusedPooling(pooling, winners: nil, maps: maps), try run.output("sigmoid", outputs))
        let rectified = try run.output("relu", outputs)
        let places = try run.integerOutput("relu winners", outputs)
        try layer(.relu, FusedPooling(pooling, winners: places, maps: maps), rectified)
        let passed = try run.output("passed gradient", outputs)
        run.backend.activateBackward(
            .relu, output: rectified, outputGradient: run["outputGradient"], inputGradient: passed, accumulate: false)
        try run.gradient("mapGradient", pooling.inputCount) { slice, accumulate in
            run.backend.poolBackward(
                pooling, outputGradient: passed, winners: places, inputGradient: slice, accumulate: accumulate)
        }
    }
}
