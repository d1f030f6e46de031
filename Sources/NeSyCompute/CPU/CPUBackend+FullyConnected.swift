import CMicro

extension CPUBackend {
    public func connect(
        _ operation: FullyConnected, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, output: BufferSlice
    ) {
        check(operation, input: input, weights: weights, output: output)
        bias?.require(operation.outputs, "bias")
        let fused = FusedActivation(activation)
        withPlainTap { tap in
            let product = nesy_product(
                level: level, columns: operation.outputs,
                left: tap.matrix(input.floats, rows: operation.batch, columns: operation.inputs),
                right: nesy_right(
                    values: weights.floats, rowStep: operation.outputs, columnStep: 1, tapOffset: tap.offset,
                    packed: nil),
                target: nesy_target(values: output.floats, imageStep: 0, yStep: 0, xStep: operation.outputs),
                epilogue: nesy_epilogue(bias: bias.map { UnsafePointer($0.floats) }, slope: fused.slope))
            multiply(product, rows: operation.batch)
        }
        if let separate = fused.separate { activate(separate, input: output, output: output) }
    }

    public func connectBackwardInput(
        _ operation: FullyConnected, outputGradient: BufferSlice, weights: BufferSlice,
        inputGradient: BufferSlice, accumulate: Bool
    ) {
        check(operation, input: inputGradient, weights: weights, output: outputGradient)
        withPlainTap { tap in
            let product = nesy_product(
                level: level, columns: operation.inputs,
                left: tap.matrix(outputGradient.floats, rows: operation.batch, columns: operation.outputs),
                right: nesy_right(
                    values: weights.floats, rowStep: 1, columnStep: operation.outputs, tapOffset: tap.offset,
                    packed: nil),
                target: nesy_target(
                    values: inputGradient.floats, imageStep: 0, yStep: 0, xStep: operation.inputs),
                epilogue: nesy_epilogue(bias: nil, accumulate: accumulate))
            multiply(product, rows: operation.batch)
        }
    }

    public func connectBackwardWeights(
        _ operation: FullyConnected, input: BufferSlice, outputGradient: BufferSlice,
        weightGradient: BufferSlice, biasGradient: BufferSlice?
    ) {
        check(operation, input: input, weights: weightGradient, output: outputGradient)
        biasGradient?.require(operation.outputs, "biasGradient")
        withPlainTap { tap in
            let product = nesy_transposed_product(
                level: level, columns: operation.outputs,
                left: tap.matrix(input.floats, rows: operation.batch, columns: operation.inputs),
                right: outputGradient.floats, rightPitch: operation.outputs)
            multiplyTransposed(
                product, rows: operation.batch, result: weightGradient.floats, pitch: operation.outputs)
        }
        if let biasGradient {
            sumColumns(
                outputGradient.floats, rows: operation.batch, columns: operation.outputs,
                into: biasGradient.floats)
        }
    }

    private func check(
        _ operation: FullyConnected, input: BufferSlice, weights: BufferSlice, output: BufferSlice
    ) {
        input.require(operation.batch * operation.inputs, "input")
        weights.require(operation.inputs * operation.outputs, "weights")
        output.require(operation.batch * operation.outputs, "output")
    }
}

/// The single tap of a plain matrix.
struct PlainTap {
    let zero: UnsafePointer<Int32>
    let offset: UnsafePointer<Int>

    /// A matrix `[rows, columns]` as an image of height 1 whose pixels are its rows.
    func matrix(_ values: UnsafePointer<Float>, rows: Int, columns: Int) -> nesy_gather {
        nesy_gather(
            pixels: values, height: 1, width: rows, pitch: columns, channels: columns, gridHeight: 1,
            gridWidth: rows, strideY: 1, strideX: 1, tapCount: 1, tapY: zero, tapX: zero)
    }
}

func withPlainTap(_ body: (PlainTap) -> Void) {
    withUnsafePointer(to: Int32(0)) { zero in
        withUnsafePointer(to: 0) { offset in body(PlainTap(zero: zero, offset: offset)) }
    }
}
