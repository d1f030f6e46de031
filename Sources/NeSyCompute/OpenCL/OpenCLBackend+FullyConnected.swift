extension OpenCLBackend {
    public func connect(
        _ operation: FullyConnected, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, output: BufferSlice
    ) {
        product(
            MatrixProduct(rows: operation.batch, columns: operation.outputs, depth: operation.inputs), left: input,
            right: weights, bias: bias, activation: activation, result: output)
    }

    public func connectBackwardInput(
        _ operation: FullyConnected, outputGradient: BufferSlice, weights: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool
    ) {
        product(
            MatrixProduct(
                rows: operation.batch, columns: operation.inputs, depth: operation.outputs, transposesRight: true,
                beta: accumulate ? 1 : 0),
            left: outputGradient, right: weights, result: inputGradient)
    }

    public func connectBackwardWeights(
        _ operation: FullyConnected, input: BufferSlice, outputGradient: BufferSlice, weightGradient: BufferSlice,
        biasGradient: BufferSlice?
    ) {
        product(
            MatrixProduct(
                rows: operation.inputs, columns: operation.outputs, depth: operation.batch, transposesLeft: true),
            left: input, right: outputGradient, result: weightGradient)
        if let biasGradient {
            biasGradient.require(operation.outputs, "biasGradient")
            sumColumns(outputGradient, rows: operation.batch, columns: operation.outputs, into: biasGradient)
        }
    }
}
