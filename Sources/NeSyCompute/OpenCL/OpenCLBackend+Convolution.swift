extension OpenCLBackend {
    public func convolve(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, pooling: FusedPooling?, output: BufferSlice
    ) {
        pooling?.check(mapsOf: operation)
        withMaps(of: pooling, output: output) {
            convolve(operation, input: input, weights: weights, bias: bias, activation: activation, to: $0)
        }
    }

    private func convolve(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, to output: BufferSlice
    ) {
        check(operation, input: input, weights: weights, output: output)
        bias?.require(operation.outputChannels, "bias")
        switch method(of: operation, .forward) {
        case .product:
            product(
                MatrixProduct(
                    rows: operation.outputPixels, columns: operation.outputChannels, depth: operation.inputChannels),
                left: input, right: weights, bias: bias, activation: activation, result: output)
        case .implicitProduct:
            convolveImplicitly(
                operation, input: input, weights: weights, bias: bias, activation: activation, output: output)
        case .winograd(let variant):
            convolveWinograd(
                operation, variant, input: input, weights: weights, bias: bias, activation: activation, output: output)
        }
    }

    public func convolveBackwardInput(
        _ operation: Convolution, outputGradient: BufferSlice, weights: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool
    ) {
        check(operation, input: inputGradient, weights: weights, output: outputGradient)
        switch method(of: operation, .inputGradient) {
        case .product:
            product(
                MatrixProduct(
                    rows: operation.outputPixels, columns: operation.inputChannels, depth: operation.outputChannels,
                    transposesRight: true, beta: accumulate ? 1 : 0),
                left: outputGradient, right: weights, result: inputGradient)
        case .implicitProduct:
            convolveBackwardInputImplicitly(
                operation, outputGradient: outputGradient, weights: weights, inputGradient: inputGradient,
                accumulate: accumulate)
        case .winograd(let variant):
            convolveWinogradBackwardInput(
                operation, variant, outputGradient: outputGradient, weights: weights, inputGradient: inputGradient,
                accumulate: accumulate)
        }
    }

    public func convolveBackwardWeights(
        _ operation: Convolution, input: BufferSlice, outputGradient: BufferSlice, weightGradient: BufferSlice,
        biasGradient: BufferSlice?
    ) {
        check(operation, input: input, weights: weightGradient, output: outputGradient)
        switch method(of: operation, .weightGradient) {
        case .product:
            product(
                MatrixProduct(
                    rows: operation.inputChannels, columns: operation.outputChannels, depth: operation.outputPixels,
                    transposesLeft: true),
                left: input, right: outputGradient, result: weightGradient)
        case .implicitProduct:
            convolveBackwardWeightsImplicitly(
                operation, input: input, outputGradient: outputGradient, weightGradient: weightGradient)
        case .winograd(let variant):
            convolveWinogradBackwardWeights(
                operation, variant, input: input, outputGradient: outputGradient, weightGradient: weightGradient)
        }
        if let biasGradient {
            biasGradient.require(operation.outputChannels, "biasGradient")
            sumColumns(
                outputGradient, rows: operation.outputPixels, columns: operation.outputChannels, into: biasGradient)
        }
    }

    private func method(of operation: Convolution, _ pass: Convolution.Pass) -> ConvolutionMethod {
        candidates(for: operation, pass)[0].method
    }

    /// The methods to choose from, the one that is taken first.
    func candidates(for operation: Convolution, _ pass: Convolution.Pass) -> [ConvolutionMethod.Candidate] {
        // Tensor cores gain more than Winograd's methods, whose transformed factors bear less rounding.
        let preference =
            tensorCores != nil && options.convolution == .automatic ? .implicitProduct : options.convolution
        return ConvolutionMethod.candidates(
            for: operation, pass: pass, preference: preference, costs: ConvolutionCosts(tuning))
    }

    private func check(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, output: BufferSlice
    ) {
        input.require(operation.inputCount, "input")
        weights.require(operation.weightCount, "weights")
        output.require(operation.outputCount, "output")
        // Kernels count pixels in 32 bits.
        precondition(max(operation.batch * operation.height * operation.width, operation.outputPixels) < 1 << 31)
    }
}

extension Convolution {
    /// Pixels of all images of the output.
    var outputPixels: Int { batch * outputHeight * outputWidth }
}
