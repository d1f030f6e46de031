import NeSyTensor

extension ConformanceCase {
    static let convolutionCases: [ConformanceCase] = [
        convolution("3x3", (2, 6, 7), 8 => 16, kernel: 3, padding: 1),
        convolution("1x1", (2, 5, 5), 17 => 20, kernel: 1),
        convolution("1x1 stride 2", (2, 5, 6), 8 => 8, kernel: 1, stride: 2),
        convolution("3x3 stride 2", (2, 7, 8), 9 => 18, kernel: 3, stride: 2, padding: 1),
        convolution("1 channel", (3, 9, 9), 1 => 16, kernel: 3, padding: 1),
        convolution("3 channels, 7x7 stride 2", (1, 13, 15), 3 => 17, kernel: 7, stride: 2, padding: 3),
        convolution("no padding, odd sizes", (1, 7, 5), 17 => 3, kernel: 3),
        convolution("even kernel", (2, 6, 6), 4 => 5, kernel: 4, padding: 2),
        convolution("even kernel, stride 2", (2, 7, 6), 10 => 6, kernel: 2, stride: 2),
        convolution("dilation 2", (2, 8, 9), 8 => 7, kernel: 3, padding: 2, dilation: 2),
        convolution("dilation 3, stride 2", (1, 11, 10), 5 => 9, kernel: 3, stride: 2, padding: 3, dilation: 3),
        convolution("stride 3 over a 2x2 kernel", (2, 8, 8), 8 => 4, kernel: 2, stride: 3),
        convolution("2 groups", (2, 5, 5), 16 => 12, kernel: 3, padding: 1, groups: 2),
        convolution("depthwise", (2, 6, 5), 6 => 6, kernel: 3, padding: 1, groups: 6),
        convolution(
            "depthwise, 2 outputs each, stride 2", (1, 7, 7), 5 => 10, kernel: 3, stride: 2, padding: 1, groups: 5),
        convolution("padding beyond the kernel", (1, 3, 3), 4 => 4, kernel: 2, padding: 4),
        convolution("whole image", (3, 4, 4), 12 => 10, kernel: 4),
        convolution("deep", (2, 3, 3), 130 => 34, kernel: 3, padding: 1),
        convolution("many pixels", (2, 40, 33), 8 => 9, kernel: 3, padding: 1),
        convolution("no bias", (2, 5, 5), 8 => 8, kernel: 3, padding: 1, hasBias: false),
        convolution("3x3, 16 channels", (2, 10, 9), 16 => 16, kernel: 3, padding: 1),
        convolution("3x3, 16 channels, no padding", (1, 11, 14), 17 => 35, kernel: 3),
        convolution("3x3, 32 channels, padding 2", (2, 6, 5), 36 => 32, kernel: 3, padding: 2),
        convolution("3x3, images smaller than a tile", (3, 2, 3), 24 => 16, kernel: 3, padding: 1, hasBias: false),
        rectangularConvolution,
    ]

    /// A kernel of 1 x 3 whose axes have different strides, paddings and dilations.
    private static let rectangularConvolution = convolution("rectangular", hasBias: true) { () throws(NeSyError) in
        try Convolution(
            batch: 2, height: 7, width: 9, inputChannels: 6, outputChannels: 5, kernelHeight: 1, kernelWidth: 3,
            strideHeight: 2, strideWidth: 1, paddingHeight: 0, paddingWidth: 2, dilationHeight: 1,
            dilationWidth: 2, groups: 1)
    }

    private static func convolution(
        _ name: String, _ images: (batch: Int, height: Int, width: Int), _ channels: Channels, kernel: Int,
        stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1, hasBias: Bool = true
    ) -> ConformanceCase {
        convolution(name, hasBias: hasBias) { () throws(NeSyError) in
            try Convolution(
                batch: images.batch, height: images.height, width: images.width,
                inputChannels: channels.inputs, outputChannels: channels.outputs, kernel: kernel,
                stride: stride, padding: padding, dilation: dilation, groups: groups)
        }
    }

    private static func convolution(
        _ name: String, hasBias: Bool, _ make: () throws(NeSyError) -> Convolution
    ) -> ConformanceCase {
        let o: Convolution
        do { o = try make() } catch { preconditionFailure("\(name): \(error)") }
        var inputs: [Input] = [
            .normal("input", o.inputCount, stream: 1), .normal("weights", o.weightCount, stream: 2),
            .normal("outputGradient", o.outputCount, stream: 3),
        ]
        if hasBias { inputs.append(.normal("bias", o.outputChannels, stream: 4)) }
        var derivatives = [("input", "inputGradient"), ("weights", "weightGradient")]
        if hasBias { derivatives.append(("bias", "biasGradient")) }
        return ConformanceCase(
            "convolution", name,
            parameters: [
                "batch": Double(o.batch), "height": Double(o.height), "width": Double(o.width),
                "inputChannels": Double(o.inputChannels), "outputChannels": Double(o.outputChannels),
                "kernelHeight": Double(o.kernelHeight), "kernelWidth": Double(o.kernelWidth),
                "strideHeight": Double(o.strideHeight), "strideWidth": Double(o.strideWidth),
                "paddingHeight": Double(o.paddingHeight), "paddingWidth": Double(o.paddingWidth),
                "dilationHeight": Double(o.dilationHeight), "dilationWidth": Double(o.dilationWidth),
                "groups": Double(o.groups),
            ],
            inputs: inputs, objective: .product(output: "output", cotangent: "outputGradient"),
            derivatives: derivatives
        ) { (run) throws(NeSyError) in
            for (name, activation) in forwardPasses {
                run.backend.convolve(
                    o, input: run["input"], weights: run["weights"], bias: run.optional("bias"),
                    activation: activation, output: try run.output(name, o.outputCount))
            }
            try run.gradient("inputGradient", o.inputCount) { slice, accumulate in
                run.backend.convolveBackwardInput(
                    o, outputGradient: run["outputGradient"], weights: run["weights"], inputGradient: slice,
                    accumulate: accumulate)
            }
            run.backend.convolveBackwardWeights(
                o, input: run["input"], outputGradient: run["outputGradient"],
                weightGradient: try run.output("weightGradient", o.weightCount),
                biasGradient: hasBias ? try run.output("biasGradient", o.outputChannels) : nil)
        }
    }
}

private struct Channels {
    var inputs: Int
    var outputs: Int
}

infix operator => : AdditionPrecedence

private func => (inputs: Int, outputs: Int) -> Channels { Channels(inputs: inputs, outputs: outputs) }
