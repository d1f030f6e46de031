/// Convolutions as products of gathered pixels, for any geometry; see Kernels/conv/.
extension OpenCLBackend {
    func convolveImplicitly(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, output: BufferSlice
    ) {
        let following = FusedActivation(activation)
        let (inputs, outputs) = (operation.groupInputs, operation.groupOutputs)
        let y = TapProgression(
            forward: operation.kernelHeight, stride: operation.strideHeight, padding: operation.paddingHeight,
            dilation: operation.dilationHeight)
        let x = TapProgression(
            forward: operation.kernelWidth, stride: operation.strideWidth, padding: operation.paddingWidth,
            dilation: operation.dilationWidth)
        let plan = operation.forwardPlan(on: tensorCores)
        let (height, width) = (operation.outputHeight, operation.outputWidth)
        let isSplit = plan.splits > 1
        let result = isSplit ? scratch(plan.splits * output.count)[0] : output
        let launch = tiled(
            .convolution, plan, leftInVectors: inputs.isMultipleOfFour && input.offset.isMultipleOfFour,
            rightInVectors: [outputs, weights.offset, result.offset, isSplit ? 0 : bias?.offset ?? 0]
                .allSatisfy(\.isMultipleOfFour))
        run(
            "convolve", in: ProductKernel.convolution.file, defines: launch.defines.merging(["BACKWARD": 0]),
            over: launch.items,
            .count(plan.splits), .count(plan.splitDepth), .count(operation.batch), .count(height), .count(width),
            .integer(y.gridStride), .integer(x.gridStride), .integer(y.origin), .integer(x.origin),
            .count(y.count), .count(x.count), .integer(y.sourceStep), .integer(x.sourceStep), .slice(input),
            .count(operation.height), .count(operation.width), .count(inputs), .count(operation.inputChannels),
            .slice(weights), .count(0), .count(operation.kernelWidth), .count(1), .slice(result),
            .long(output.count), .count(height), .count(width), .count(outputs), .count(operation.outputChannels),
            .count(0), .count(0), .count(1), .count(1), .flag(false), .optional(isSplit ? nil : bias),
            .float(isSplit ? 1 : following.slope))
        if isSplit {
            sumPartials(
                result, splits: plan.splits, columns: operation.outputChannels, bias: bias, slope: following.slope,
                into: output)
        }
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
        let (inputs, outputs) = (operation.groupInputs, operation.groupOutputs)
        let height = (operation.height - phaseY).dividedUp(by: operation.strideHeight)
        let width = (operation.width - phaseX).dividedUp(by: operation.strideWidth)
        // Partial sums are of the whole input, so of one phase only where there is but one.
        let plan = ProductPlan(
            rows: operation.batch * height * width, columns: inputs, depth: y.count * x.count * outputs,
            batch: operation.groups, splitting: operation.strideHeight == 1 && operation.strideWidth == 1,
            on: tensorCores)
        let isSplit = plan.splits > 1
        let result = isSplit ? scratch(plan.splits * inputGradient.count)[0] : inputGradient
        let inVectors = [inputs, outputs, outputGradient.offset, weights.offset, result.offset]
            .allSatisfy(\.isMultipleOfFour)
        let launch = tiled(.convolution, plan, leftInVectors: inVectors, rightInVectors: inVectors)
        // The taps of a row divide the terms, so there is one at least.
        let countY = x.count == 0 ? 0 : y.count
        run(
            "convolve", in: ProductKernel.convolution.file, defines: launch.defines.merging(["BACKWARD": 1]),
            over: launch.items,
            .count(plan.splits), .count(plan.splitDepth), .count(operation.batch), .count(height), .count(width),
            .integer(y.gridStride), .integer(x.gridStride), .integer(y.origin), .integer(x.origin), .count(countY),
            .count(max(1, x.count)), .integer(y.sourceStep), .integer(x.sourceStep), .slice(outputGradient),
            .count(operation.outputHeight), .count(operation.outputWidth), .count(outputs),
            .count(operation.outputChannels), .slice(weights), .count(y.first * operation.kernelWidth + x.first),
            .count(y.step * operation.kernelWidth), .count(x.step), .slice(result), .long(inputGradient.count),
            .count(operation.height), .count(operation.width), .count(inputs), .count(operation.inputChannels),
            .count(phaseY), .count(phaseX), .count(operation.strideHeight), .count(operation.strideWidth),
            .flag(accumulate && !isSplit), .optional(nil), .float(1))
        if isSplit { sumPartials(result, splits: plan.splits, accumulate: accumulate, into: inputGradient) }
    }

    func convolveBackwardWeightsImplicitly(
        _ operation: Convolution, input: BufferSlice, outputGradient: BufferSlice, weightGradient: BufferSlice
    ) {
        let (inputs, outputs) = (operation.groupInputs, operation.groupOutputs)
        let plan = operation.weightGradientPlan(on: tensorCores)
        let result = plan.splits > 1 ? scratch(plan.splits * weightGradient.count)[0] : weightGradient
        let launch = tiled(
            .weightGradient, plan, leftInVectors: inputs.isMultipleOfFour && input.offset.isMultipleOfFour,
            rightInVectors: [outputs, outputGradient.offset, result.offset].allSatisfy(\.isMultipleOfFour))
        run(
            "convolve_weight_gradient", in: ProductKernel.weightGradient.file, defines: launch.defines,
            over: launch.items,
            .count(operation.batch), .count(operation.outputHeight), .count(operation.outputWidth),
            .count(launch.depth / operation.outputWidth / operation.outputHeight),
            .count(launch.depth / operation.outputWidth % operation.outputHeight),
            .count(launch.depth % operation.outputWidth), .count(plan.splits),
            .count(plan.splitDepth), .integer(operation.strideHeight), .integer(operation.strideWidth),
            .integer(-operation.paddingHeight), .integer(-operation.paddingWidth), .count(operation.kernelHeight),
            .count(operation.kernelWidth), .integer(operation.dilationHeight), .integer(operation.dilationWidth),
            .slice(input), .count(operation.height), .count(operation.width), .count(inputs),
            .count(operation.inputChannels), .slice(outputGradient), .count(outputs),
            .count(operation.outputChannels), .slice(result), .long(weightGradient.count))
        if plan.splits > 1 { sumPartials(result, splits: plan.splits, into: weightGradient) }
    }
}

extension Convolution {
    /// Channels of one group.
    fileprivate var groupInputs: Int { inputChannels / groups }
    fileprivate var groupOutputs: Int { outputChannels / groups }
    private var terms: Int { kernelHeight * kernelWidth * groupInputs }

    /// The products of the groups, forward.
    func forwardPlan(on tensorCores: TensorCores? = nil) -> ProductPlan {
        ProductPlan(rows: outputPixels, columns: groupOutputs, depth: terms, batch: groups, on: tensorCores)
    }

    /// The products of the groups whose results are the gradient of the weights.
    func weightGradientPlan(on tensorCores: TensorCores? = nil) -> ProductPlan {
        ProductPlan(rows: terms, columns: groupOutputs, depth: outputPixels, batch: groups, on: tensorCores)
    }
}
