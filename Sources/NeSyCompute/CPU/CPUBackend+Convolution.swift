import CMicro

/// Convolutions as matrix products over pixels: forward and backward-input multiply gathered pixels by packed weights,
/// backward-weights multiplies gathered pixels, transposed, by output gradients. Groups follow one another.
extension CPUBackend {
    public func convolve(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, output: BufferSlice
    ) {
        check(operation, input: input, weights: weights, output: output)
        bias?.require(operation.outputChannels, "bias")
        let (inputs, outputs) = (operation.groupInputs, operation.groupOutputs)
        let (height, width) = (operation.outputHeight, operation.outputWidth)
        ConvolutionTaps(forward: operation).withPointers { tapY, tapX, tapOffset, tapCount in
            for group in 0..<operation.groups {
                let product = nesy_product(
                    level: level, accumulate: 0, columns: outputs,
                    left: nesy_gather(
                        pixels: input.floats + group * inputs, height: operation.height, width: operation.width,
                        pitch: operation.inputChannels, channels: inputs, gridHeight: height, gridWidth: width,
                        strideY: operation.strideHeight, strideX: operation.strideWidth, tapCount: tapCount,
                        tapY: tapY, tapX: tapX),
                    right: nesy_right(
                        values: weights.floats + group * outputs, rowStep: operation.outputChannels,
                        columnStep: 1, tapOffset: tapOffset, packed: nil),
                    target: nesy_target(
                        values: output.floats + group * outputs,
                        imageStep: height * width * operation.outputChannels,
                        yStep: width * operation.outputChannels, xStep: operation.outputChannels),
                    bias: bias.map { UnsafePointer($0.floats + group * outputs) })
                multiply(product, rows: operation.batch * height * width)
            }
        }
        if let activation { activate(activation, input: output, output: output) }
    }

    public func convolveBackwardInput(
        _ operation: Convolution, outputGradient: BufferSlice, weights: BufferSlice,
        inputGradient: BufferSlice, accumulate: Bool
    ) {
        check(operation, input: inputGradient, weights: weights, output: outputGradient)
        for phaseY in 0..<min(operation.strideHeight, operation.height) {
            for phaseX in 0..<min(operation.strideWidth, operation.width) {
                backwardInput(
                    operation, phaseY: phaseY, phaseX: phaseX, outputGradient: outputGradient.floats,
                    weights: weights.floats, inputGradient: inputGradient.floats, accumulate: accumulate)
            }
        }
    }

    private func backwardInput(
        _ operation: Convolution, phaseY: Int, phaseX: Int, outputGradient: UnsafePointer<Float>,
        weights: UnsafePointer<Float>, inputGradient: UnsafeMutablePointer<Float>, accumulate: Bool
    ) {
        let (inputs, outputs) = (operation.groupInputs, operation.groupOutputs)
        let height = (operation.height - phaseY + operation.strideHeight - 1) / operation.strideHeight
        let width = (operation.width - phaseX + operation.strideWidth - 1) / operation.strideWidth
        let rowPitch = operation.width * operation.inputChannels
        let taps = ConvolutionTaps(backward: operation, phaseY: phaseY, phaseX: phaseX)
        taps.withPointers { tapY, tapX, tapOffset, tapCount in
            for group in 0..<operation.groups {
                let product = nesy_product(
                    level: level, accumulate: accumulate ? 1 : 0, columns: inputs,
                    left: nesy_gather(
                        pixels: outputGradient + group * outputs, height: operation.outputHeight,
                        width: operation.outputWidth, pitch: operation.outputChannels, channels: outputs,
                        gridHeight: height, gridWidth: width, strideY: 1, strideX: 1, tapCount: tapCount,
                        tapY: tapY, tapX: tapX),
                    right: nesy_right(
                        values: weights + group * outputs, rowStep: 1, columnStep: operation.outputChannels,
                        tapOffset: tapOffset, packed: nil),
                    target: nesy_target(
                        values: inputGradient + phaseY * rowPitch + phaseX * operation.inputChannels
                            + group * inputs,
                        imageStep: operation.height * rowPitch, yStep: operation.strideHeight * rowPitch,
                        xStep: operation.strideWidth * operation.inputChannels),
                    bias: nil)
                multiply(product, rows: operation.batch * height * width)
            }
        }
    }

    public func convolveBackwardWeights(
        _ operation: Convolution, input: BufferSlice, outputGradient: BufferSlice,
        weightGradient: BufferSlice, biasGradient: BufferSlice?
    ) {
        check(operation, input: input, weights: weightGradient, output: outputGradient)
        biasGradient?.require(operation.outputChannels, "biasGradient")
        let (inputs, outputs) = (operation.groupInputs, operation.groupOutputs)
        let (height, width) = (operation.outputHeight, operation.outputWidth)
        let rows = operation.batch * height * width
        ConvolutionTaps(forward: operation).withPointers { tapY, tapX, _, tapCount in
            for group in 0..<operation.groups {
                let product = nesy_transposed_product(
                    level: level, columns: outputs,
                    left: nesy_gather(
                        pixels: input.floats + group * inputs, height: operation.height, width: operation.width,
                        pitch: operation.inputChannels, channels: inputs, gridHeight: height, gridWidth: width,
                        strideY: operation.strideHeight, strideX: operation.strideWidth, tapCount: tapCount,
                        tapY: tapY, tapX: tapX),
                    right: outputGradient.floats + group * outputs, rightPitch: operation.outputChannels)
                multiplyTransposed(
                    product, rows: rows, result: weightGradient.floats + group * outputs,
                    pitch: operation.outputChannels)
            }
        }
        if let biasGradient {
            sumColumns(
                outputGradient.floats, rows: rows, columns: operation.outputChannels, into: biasGradient.floats)
        }
    }

    private func check(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, output: BufferSlice
    ) {
        input.require(operation.inputShape.count, "input")
        weights.require(operation.weightShape.count, "weights")
        output.require(operation.outputShape.count, "output")
    }
}

extension Convolution {
    /// Channels of one group.
    fileprivate var groupInputs: Int { inputChannels / groups }
    fileprivate var groupOutputs: Int { outputChannels / groups }
}
