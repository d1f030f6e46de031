/// Convolutions as products of gathered pixels, for any geometry; see Kernels/conv/.
extension OpenCLBackend {
    func convolveImplicitly(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, output: BufferSlice
    ) {
        let following = FusedActivation(activation)
        let (inputs, outputs) = (operation.inputChannels / operation.groups, operation.outputChannels / operation.groups)
        let y = TapProgression(
            forward: operation.kernelHeight, stride: operation.strideHeight, padding: operation.paddingHeight,
            dilation: operation.dilationHeight)
        let x = TapProgression(
            forward: operation.kernelWidth, stride: operation.strideWidth, padding: operation.paddingWidth,
            dilation: operation.dilationWidth)
        let plan = ProductPlan(
            rows: operation.outputPixels, columns: outputs, depth: y.count * x.count * inputs,
            batch: operation.groups, splitting: false, on: tensorCores)
        let (height, width) = (operation.outputHeight, operation.outputWidth)
        run(
            "convolve", in: "conv/implicit_gemm.cl",
            defines: plan.tile.defines(
                leftInVectors: inputs.isMultipleOfFour && input.offset.isMultipleOfFour,
                rightInVectors: ([outputs] + [weights, output, bias].map { $0?.offset ?? 0 })
                    .allSatisfy(\.isMultipleOfFour)
            ).merging(["BACKWARD": 0]),
            over: .groups(plan.groups, of: (plan.tile.items, 1, 1)), .count(operation.batch), .count(height),
            .count(width), .integer(y.gridStride), .integer(x.gridStride), .integer(y.origin), .integer(x.origin),
            .count(y.count), .count(x.count), .integer(y.sourceStep), .integer(x.sourceStep), .slice(input),
            .count(operation.height), .count(operation.width), .count(inputs), .count(operation.inputChannels),
            .slice(weights), .count(0), .count(operation.kernelWidth), .count(1), .slice(output), .count(height),
            .count(width), .count(outputs), .count(operation.outputChannels), .count(0), .count(0), .count(1),
            .count(1), .flag(false), .optional(bias), .float(following.slope))
        if let separate = following.separate { activate(separate, input: output, output: output) }
    }

    func convolveBackwardInputImplicitly(
        _ operation: Convolution, outputGradient: BufferSlice, weights: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool
    ) {
        for phaseY in 0..<min(operation.strideHeight, operation.height) {
            let y = TapProgression(
                backward: operation.kernelHeight, stride: operation.strideHeight, padding: operation.paddingHeight,
                dilation: operation.dilationHeight, phase: phaseY)
            for phaseX in 0..<min(operation.strideWidth, operation.width) {
                let x = TapProgression(
                    backward: operation.kernelWidth, stride: operation.strideWidth, padding: operation.paddingWidth,
                    dilation: operation.dilationWidth, phase: phaseX)
                // A phase that no position reaches has a gradient of zero.
                if accumulate, y.count * x.count == 0 { continue }
                backwardInput(
                    operation, y, x, phaseY: phaseY, phaseX: phaseX, outputGradient: outputGradient,
                    weights: weights, inputGradient: inputGradient, accumulate: accumulate)
            }
        }
    }

    private func backwardInput(
        _ operation: Convolution, _ y: TapProgression, _ x: TapProgression, phaseY: Int, phaseX: Int,
        outputGradient: BufferSlice, weights: BufferSlice, inputGradient: BufferSlice, accumulate: Bool
    ) {
        let (inputs, outputs) = (operation.inputChannels / operation.groups, operation.outputChannels / operation.groups)
        let height = (operation.height - phaseY).dividedUp(by: operation.strideHeight)
        let width = (operation.width - phaseX).dividedUp(by: operation.strideWidth)
        let plan = ProductPlan(
            rows: operation.batch * height * width, columns: inputs, depth: y.count * x.count * outputs,
            batch: operation.groups, splitting: false, on: tensorCores)
        let inVectors = [inputs, outputs, outputGradient.offset, weights.offset, inputGradient.offset]
            .allSatisfy(\.isMultipleOfFour)
        // The taps of a row divide the terms, so there is one at least.
        let countY = x.count == 0 ? 0 : y.count
        run(
            "convolve", in: "conv/implicit_gemm.cl",
            defines: plan.tile.defines(leftInVectors: inVectors, rightInVectors: inVectors)
                .merging(["BACKWARD": 1]),
            over: .groups(plan.groups, of: (plan.tile.items, 1, 1)), .count(operation.batch), .count(height),
            .count(width), .integer(y.gridStride), .integer(x.gridStride), .integer(y.origin), .integer(x.origin),
            .count(countY), .count(max(1, x.count)), .integer(y.sourceStep), .integer(x.sourceStep),
            .slice(outputGradient), .count(operation.outputHeight), .count(operation.outputWidth), .count(outputs),
            .count(operation.outputChannels), .slice(weights), .count(y.first * operation.kernelWidth + x.first),
            .count(y.step * operation.kernelWidth), .count(x.step), .slice(inputGradient), .count(operation.height),
            .count(operation.width), .count(inputs), .count(operation.inputChannels), .count(phaseY), .count(phaseX),
            .count(operation.strideHeight), .count(operation.strideWidth), .flag(accumulate), .optional(nil),
            .float(1))
    }

    func convolveBackwardWeightsImplicitly(
        _ operation: Convolution, input: BufferSlice, outputGradient: BufferSlice, weightGradient: BufferSlice
    ) {
        let (inputs, outputs) = (operation.inputChannels / operation.groups, operation.outputChannels / operation.groups)
        let plan = ProductPlan(
            rows: operation.kernelHeight * operation.kernelWidth * inputs, columns: outputs,
            depth: operation.outputPixels, batch: operation.groups, on: tensorCores)
        let result = plan.splits > 1 ? scratch(plan.splits * weightGradient.count)[0] : weightGradient
        run(
            "convolve_weight_gradient", in: "conv/weight_gradient.cl",
            defines: plan.tile.defines(
                leftInVectors: inputs.isMultipleOfFour && input.offset.isMultipleOfFour,
                rightInVectors: [outputs, outputGradient.offset, result.offset].allSatisfy(\.isMultipleOfFour)),
            over: .groups(plan.groups, of: (plan.tile.items, 1, 1)), .count(operation.batch),
            .count(operation.outputHeight), .count(operation.outputWidth), .count(plan.splits),
            .count(plan.splitDepth), .integer(operation.strideHeight), .integer(operation.strideWidth),
            .integer(-operation.paddingHeight), .integer(-operation.paddingWidth), .count(operation.kernelHeight),
            .count(operation.kernelWidth), .integer(operation.dilationHeight), .integer(operation.dilationWidth),
            .slice(input), .count(operation.height), .count(operation.width), .count(inputs),
            .count(operation.inputChannels), .slice(outputGradient), .count(outputs),
            .count(operation.outputChannels), .slice(result), .long(weightGradient.count))
        if plan.splits > 1 { sumPartials(result, splits: plan.splits, into: weightGradient) }
    }
}
