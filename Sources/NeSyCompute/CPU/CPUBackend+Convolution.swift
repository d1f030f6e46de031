import CMicro

/// Convolutions: what they have in common whatever the method.
extension CPUBackend {
    public func convolve(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, pooling: FusedPooling?, output: BufferSlice
    ) {
        if let pooling {
            return convolveInBands(
                operation, input: input, weights: weights, bias: bias, activation: activation, pooling: pooling,
                output: output)
        }
        check(operation, input: input, weights: weights, output: output)
        bias?.require(operation.outputChannels, "bias")
        convolve(
            operation, input: input.floats, weights: weights.floats, bias: bias.map { UnsafePointer($0.floats) },
            activation: activation, output: output.floats)
    }

    /// A convolution that is not pooled on the way.
    func convolve(
        _ operation: Convolution, input: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        bias: UnsafePointer<Float>?, activation: Activation?, output: UnsafeMutablePointer<Float>
    ) {
        let fused = FusedActivation(activation)
        let epilogue = nesy_epilogue(bias: bias, slope: fused.slope)
        switch method(of: operation, .forward) {
        case .product:
            convolveByProduct(operation, input: input, weights: weights, epilogue: epilogue, output: output)
        case .direct:
            convolveDirectly(operation, input: input, weights: weights, epilogue: epilogue, output: output)
        case .winograd(let side):
            convolveByWinograd(
                operation, side: side, input: input, weights: weights, epilogue: epilogue, output: output)
        }
        if let separate = fused.separate {
            forEachRange(operation.outputCount) { range in
                let part = output + range.lowerBound
                activate(separate, part, part, count: range.count)
            }
        }
    }

    public func convolveBackwardInput(
        _ operation: Convolution, outputGradient: BufferSlice, weights: BufferSlice,
        inputGradient: BufferSlice, accumulate: Bool
    ) {
        check(operation, input: inputGradient, weights: weights, output: outputGradient)
        switch method(of: operation, .inputGradient) {
        case .product, .direct:
            convolveBackwardInputByProduct(
                operation, outputGradient: outputGradient, weights: weights, inputGradient: inputGradient,
                accumulate: accumulate)
        case .winograd(let side):
            convolveBackwardInputByWinograd(
                operation, side: side, outputGradient: outputGradient, weights: weights,
                inputGradient: inputGradient, accumulate: accumulate)
        }
    }

    public func convolveBackwardWeights(
        _ operation: Convolution, input: BufferSlice, outputGradient: BufferSlice,
        weightGradient: BufferSlice, biasGradient: BufferSlice?
    ) {
        check(operation, input: input, weights: weightGradient, output: outputGradient)
        switch method(of: operation, .weightGradient) {
        case .product:
            convolveBackwardWeightsByProduct(
                operation, input: input, outputGradient: outputGradient, weightGradient: weightGradient)
        case .direct:
            convolveBackwardWeightsDirectly(
                operation, input: input, outputGradient: outputGradient, weightGradient: weightGradient)
        case .winograd(let side):
            convolveBackwardWeightsByWinograd(
                operation, side: side, input: input, outputGradient: outputGradient, weightGradient: weightGradient)
        }
        if let biasGradient {
            biasGradient.require(operation.outputChannels, "biasGradient")
            sumColumns(
                outputGradient.floats, rows: operation.outputPixels, columns: operation.outputChannels,
                into: biasGradient.floats)
        }
    }

    func method(of operation: Convolution, _ pass: Convolution.Pass) -> CPUConvolutionMethod {
        CPUConvolutionMethod.choose(for: operation, pass: pass, preference: convolutionMethod)
    }

    private func check(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, output: BufferSlice
    ) {
        input.require(operation.inputCount, "input")
        weights.require(operation.weightCount, "weights")
        output.require(operation.outputCount, "output")
    }
}
