import CMicro

/// Convolutions as matrix products over pixels: forward and backward-input multiply gathered pixels by packed weights,
/// backward-weights multiplies gathered pixels, transposed, by output gradients. Groups follow one another.
extension CPUBackend {
    func convolveByProduct(
        _ operation: Convolution, input: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        epilogue: nesy_epilogue, output: UnsafeMutablePointer<Float>
    ) {
        let (inputs, outputs) = (operation.groupInputs, operation.groupOutputs)
        let (height, width) = (operation.outputHeight, operation.outputWidth)
        scratch.borrow(bytes: ConvolutionTaps.bytes(for: operation)) { memory in
            let taps = ConvolutionTaps(forward: operation, in: memory)
            for group in 0..<operation.groups {
                let product = nesy_product(
                    level: level, columns: outputs,
                    left: nesy_gather(
                        pixels: input + group * inputs, height: operation.height, width: operation.width,
                        pitch: operation.inputChannels, channels: inputs, gridHeight: height, gridWidth: width,
                        strideY: operation.strideHeight, strideX: operation.strideWidth, tapCount: taps.count,
                        tapY: taps.y, tapX: taps.x),
                    right: nesy_right(
                        values: weights + group * outputs, rowStep: operation.outputChannels,
                        columnStep: 1, tapOffset: taps.weightOffset, packed: nil),
                    target: nesy_target(
                        values: output + group * outputs,
                        imageStep: height * width * operation.outputChannels,
                        yStep: width * operation.outputChannels, xStep: operation.outputChannels),
                    epilogue: epilogue.from(column: group * outputs))
                multiply(product, rows: operation.batch * height * width)
            }
        }
    }

    func convolveBackwardInputByProduct(
        _ operation: Convolution, outputGradient: BufferSlice, weights: BufferSlice,
        inputGradient: BufferSlice, accumulate: Bool
    ) {
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
        let height = (operation.height - phaseY).dividedUp(by: operation.strideHeight)
        let width = (operation.width - phaseX).dividedUp(by: operation.strideWidth)
        let rowPitch = operation.width * operation.inputChannels
        scratch.borrow(bytes: ConvolutionTaps.bytes(for: operation)) { memory in
            let taps = ConvolutionTaps(backward: operation, phaseY: phaseY, phaseX: phaseX, in: memory)
            for group in 0..<operation.groups {
                let product = nesy_product(
                    level: level, columns: inputs,
                    left: nesy_gather(
                        pixels: outputGradient + group * outputs, height: operation.outputHeight,
                        width: operation.outputWidth, pitch: operation.outputChannels, channels: outputs,
                        gridHeight: height, gridWidth: width, strideY: 1, strideX: 1, tapCount: taps.count,
                        tapY: taps.y, tapX: taps.x),
                    right: nesy_right(
                        values: weights + group * outputs, rowStep: 1, columnStep: operation.outputChannels,
                        tapOffset: taps.weightOffset, packed: nil),
                    target: nesy_target(
                        values: inputGradient + phaseY * rowPitch + phaseX * operation.inputChannels
                            + group * inputs,
                        imageStep: operation.height * rowPitch, yStep: operation.strideHeight * rowPitch,
                        xStep: operation.strideWidth * operation.inputChannels),
                    epilogue: nesy_epilogue(bias: nil, accumulate: accumulate))
                multiply(product, rows: operation.batch * height * width)
            }
        }
    }

    func convolveBackwardWeightsByProduct(
        _ operation: Convolution, input: BufferSlice, outputGradient: BufferSlice, weightGradient: BufferSlice
    ) {
        let (inputs, outputs) = (operation.groupInputs, operation.groupOutputs)
        let (height, width) = (operation.outputHeight, operation.outputWidth)
        let rows = operation.batch * height * width
        scratch.borrow(bytes: ConvolutionTaps.bytes(for: operation)) { memory in
            let taps = ConvolutionTaps(forward: operation, in: memory)
            for group in 0..<operation.groups {
                let product = nesy_transposed_product(
                    level: level, columns: outputs,
                    left: nesy_gather(
                        pixels: input.floats + group * inputs, height: operation.height, width: operation.width,
                        pitch: operation.inputChannels, channels: inputs, gridHeight: height, gridWidth: width,
                        strideY: operation.strideHeight, strideX: operation.strideWidth, tapCount: taps.count,
                        tapY: taps.y, tapX: taps.x),
                    right: outputGradient.floats + group * outputs, rightPitch: operation.outputChannels)
                multiplyTransposed(
                    product, rows: rows, result: weightGradient.floats + group * outputs,
                    pitch: operation.outputChannels)
            }
        }
    }
}

extension Convolution {
    /// Channels of one group.
    fileprivate var groupInputs: Int { inputChannels / groups }
    fileprivate var groupOutputs: Int { outputChannels / groups }
}
