import CMicro

extension CPUBackend {
    public func normalizeTraining(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, shift: BufferSlice,
        runningMean: BufferSlice, runningVariance: BufferSlice, activation: Activation?, pooling: FusedPooling?,
        output: BufferSlice, savedMean: BufferSlice, savedInverseDeviation: BufferSlice
    ) {
        let (rows, channels) = (operation.rows, operation.channels)
        check(operation, map: input)
        if pooling == nil { check(operation, map: output) }
        check(operation, statistics: scale, shift)
        check(operation, statistics: runningMean, runningVariance)
        check(operation, statistics: savedMean, savedInverseDeviation)
        let values = input.floats
        let (mean, inverse) = (savedMean.floats, savedInverseDeviation.floats)
        let (movingMean, movingVariance) = (runningMean.floats, runningVariance.floats)
        let momentum = Double(operation.momentum)
        sumInChunks(rows: rows, columns: channels, sums: 2) { range, sums in
            nesy_column_moments(
                level, values + range.lowerBound * channels, range.count, channels, sums, sums + channels)
        } finish: { sums in
            for channel in 0..<channels {
                let average = sums[channel] / Double(rows)
                let variance = max(0, sums[channels + channel] / Double(rows) - average * average)
                let unbiased = variance * Double(rows) / Double(max(1, rows - 1))
                mean[channel] = Float(average)
                inverse[channel] = Float(1 / (variance + Double(operation.epsilon)).squareRoot())
                movingMean[channel] += Float(momentum * (average - Double(movingMean[channel])))
                movingVariance[channel] += Float(momentum * (unbiased - Double(movingVariance[channel])))
            }
        }
        normalize(
            operation, input: values, center: mean, inverse: inverse, scale: scale.floats, shift: shift.floats,
            activation: activation, pooling: pooling, output: output)
    }

    public func normalizeInference(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, shift: BufferSlice,
        runningMean: BufferSlice, runningVariance: BufferSlice, activation: Activation?, pooling: FusedPooling?,
        output: BufferSlice
    ) {
        check(operation, map: input)
        if pooling == nil { check(operation, map: output) }
        check(operation, statistics: scale, shift)
        check(operation, statistics: runningMean, runningVariance)
        let variance = runningVariance.floats
        scratch.borrow(Float.self, count: operation.channels) { inverse in
            for channel in 0..<operation.channels {
                inverse[channel] = 1 / (variance[channel] + operation.epsilon).squareRoot()
            }
            normalize(
                operation, input: input.floats, center: runningMean.floats, inverse: inverse,
                scale: scale.floats, shift: shift.floats, activation: activation, pooling: pooling, output: output)
        }
    }

    public func normalizeBackward(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, savedMean: BufferSlice,
        savedInverseDeviation: BufferSlice, outputGradient: BufferSlice, pooling: FusedPooling?,
        inputGradient: BufferSlice, scaleGradient: BufferSlice, shiftGradient: BufferSlice, accumulate: Bool
    ) {
        let (rows, channels) = (operation.rows, operation.channels)
        check(operation, map: input)
        check(operation, map: inputGradient)
        check(operation, statistics: savedMean, savedInverseDeviation)
        check(operation, statistics: scaleGradient, shiftGradient)
        scale.require(channels, "scale")
        let gradients = MapGradient(outputGradient, pooling, pixels: rows, channels: channels)
        let (values, target) = (input.floats, inputGradient.floats)
        let (mean, inverse, factors) = (savedMean.floats, savedInverseDeviation.floats, scale.floats)
        let (scaleTarget, shiftTarget) = (scaleGradient.floats, shiftGradient.floats)
        scratch.borrow(Float.self, count: 3 * channels) { terms in
            let (slope, meanGradient, meanProduct) = (terms, terms + channels, terms + 2 * channels)
            sumInChunks(rows: rows, columns: channels, sums: 2) { range, sums in
                withPieces(of: gradients, range) { piece, gradients in
                    nesy_column_products(
                        level, values + piece.lowerBound * channels, gradients, mean, piece.count, channels, sums,
                        sums + channels)
                }
            } finish: { sums in
                for channel in 0..<channels {
                    let deviation = Double(inverse[channel])
                    let product = sums[channels + channel] * deviation
                    scaleTarget[channel] = Float(product)
                    shiftTarget[channel] = Float(sums[channel])
                    slope[channel] = Float(deviation * Double(factors[channel]))
                    meanGradient[channel] = Float(sums[channel] / Double(rows))
                    meanProduct[channel] = Float(product * deviation / Double(rows))
                }
            }
            forEachRowRange(rows, width: channels) { range in
                withPieces(of: gradients, range) { piece, gradients in
                    let first = piece.lowerBound * channels
                    nesy_normalize_backward(
                        level, values + first, gradients, mean, slope, meanGradient, meanProduct, target + first,
                        accumulate ? 1 : 0, piece.count, channels)
                }
            }
        }
    }

    private func normalize(
        _ operation: BatchNormalization, input: UnsafePointer<Float>, center: UnsafePointer<Float>,
        inverse: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
        activation: Activation?, pooling: FusedPooling?, output: BufferSlice
    ) {
        let channels = operation.channels
        let fused = FusedActivation(activation)
        scratch.borrow(Float.self, count: channels) { slope in
            for channel in 0..<channels { slope[channel] = inverse[channel] * scale[channel] }
            func rows(_ rows: Range<Int>, into target: UnsafeMutablePointer<Float>) {
                nesy_normalize(
                    level, input + rows.lowerBound * channels, center, slope, shift, fused.slope, target, rows.count,
                    channels)
                if let separate = fused.separate {
                    activate(separate, target, target, count: rows.count * channels)
                }
            }
            if let pooling {
                pooling.check(pixels: operation.rows, channels: channels)
                pool(pooling, output: output, rows)
            } else {
                let target = output.floats
                forEachRowRange(operation.rows, width: channels) {
                    rows($0, into: target + $0.lowerBound * channels)
                }
            }
        }
    }

    private func check(_ operation: BatchNormalization, map: BufferSlice) {
        map.require(operation.rows * operation.channels, "a map")
    }

    private func check(_ operation: BatchNormalization, statistics first: BufferSlice, _ second: BufferSlice) {
        first.require(operation.channels, "a statistic")
        second.require(operation.channels, "a statistic")
    }
}
