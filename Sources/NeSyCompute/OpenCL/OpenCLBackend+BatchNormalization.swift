extension OpenCLBackend {
    public func normalizeTraining(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, shift: BufferSlice,
        runningMean: BufferSlice, runningVariance: BufferSlice, activation: Activation?, pooling: FusedPooling?,
        output: BufferSlice, savedMean: BufferSlice, savedInverseDeviation: BufferSlice
    ) {
        let (rows, channels) = (operation.rows, operation.channels)
        check(operation, full: pooling == nil ? [input, output] : [input])
        pooling?.check(pixels: rows, channels: channels)
        check(operation, statistics: [scale, shift, runningMean, runningVariance, savedMean, savedInverseDeviation])
        let width = Lanes.width(
            of: input, scale, shift, runningMean, runningVariance, pooling?.maps ?? output, savedMean,
            savedInverseDeviation, channels: [channels])
        let walk = ColumnWalk(summing: rows, channels: channels, width: width)
        let partials = scratch(walk.chunks * 2 * channels)[0]
        run(
            "batch_moments", in: "reduce/batch_moments.cl", defines: walk.defines, over: walk.groups, .slice(input),
            .slice(partials), .count(rows), .count(walk.columns), .count(walk.across), .count(walk.chunk))
        let finish = ColumnWalk(finishing: walk)
        run(
            "batch_moments_finish", in: "reduce/batch_moments.cl", defines: walk.defines, over: finish.groups,
            .slice(input), .slice(partials), .slice(runningMean), .slice(runningVariance), .slice(savedMean),
            .slice(savedInverseDeviation), .count(walk.chunks), .count(rows), .count(walk.columns),
            .count(finish.across), .count(walk.chunk), .float(operation.epsilon), .float(operation.momentum))
        let change = ColumnWalk(changing: rows, channels: channels, width: width)
        let fused = FusedActivation(activation)
        withMaps(of: pooling, output: output) { output in
            run(
                "normalize_training", in: "elementwise/normalize.cl", defines: change.defines, over: change.groups,
                .slice(input), .slice(output), .slice(savedMean), .slice(savedInverseDeviation), .slice(scale),
                .slice(shift), .count(rows), .count(change.columns), .count(change.across), .count(change.chunk),
                .float(fused.slope))
            if let activation = fused.separate { activate(activation, input: output, output: output) }
        }
    }

    public func normalizeInference(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, shift: BufferSlice,
        runningMean: BufferSlice, runningVariance: BufferSlice, activation: Activation?, pooling: FusedPooling?,
        output: BufferSlice
    ) {
        let (rows, channels) = (operation.rows, operation.channels)
        check(operation, full: pooling == nil ? [input, output] : [input])
        pooling?.check(pixels: rows, channels: channels)
        check(operation, statistics: [scale, shift, runningMean, runningVariance])
        let width = Lanes.width(
            of: input, scale, shift, runningMean, runningVariance, pooling?.maps ?? output, channels: [channels])
        let change = ColumnWalk(changing: rows, channels: channels, width: width)
        let fused = FusedActivation(activation)
        withMaps(of: pooling, output: output) { output in
            run(
                "normalize_inference", in: "elementwise/normalize.cl", defines: change.defines, over: change.groups,
                .slice(input), .slice(output), .slice(runningMean), .slice(runningVariance), .slice(scale),
                .slice(shift), .count(rows), .count(change.columns), .count(change.across), .count(change.chunk),
                .float(fused.slope), .float(operation.epsilon))
            if let activation = fused.separate { activate(activation, input: output, output: output) }
        }
    }

    public func normalizeBackward(
        _ operation: BatchNormalization, input: BufferSlice, scale: BufferSlice, savedMean: BufferSlice,
        savedInverseDeviation: BufferSlice, outputGradient: BufferSlice, pooling: FusedPooling?,
        inputGradient: BufferSlice, scaleGradient: BufferSlice, shiftGradient: BufferSlice, accumulate: Bool
    ) {
        let (rows, channels) = (operation.rows, operation.channels)
        pooling?.check(pixels: rows, channels: channels)
        let outputGradient = unpooled(outputGradient, pooling)
        check(operation, full: [input, outputGradient, inputGradient])
        check(operation, statistics: [scale, savedMean, savedInverseDeviation, scaleGradient, shiftGradient])
        let width = Lanes.width(
            of: input, scale, savedMean, savedInverseDeviation, outputGradient, inputGradient, scaleGradient,
            shiftGradient, channels: [channels])
        let walk = ColumnWalk(summing: rows, channels: channels, width: width)
        let memory = scratch(walk.chunks * 2 * channels, 3 * channels)
        let (partials, terms) = (memory[0], memory[1])
        run(
            "batch_products", in: "reduce/batch_products.cl", defines: walk.defines, over: walk.groups, .slice(input),
            .slice(outputGradient), .slice(savedMean), .slice(partials), .count(rows), .count(walk.columns),
            .count(walk.across), .count(walk.chunk))
        let finish = ColumnWalk(finishing: walk)
        run(
            "batch_products_finish", in: "reduce/batch_products.cl", defines: walk.defines, over: finish.groups,
            .slice(partials), .slice(scale), .slice(savedInverseDeviation), .slice(scaleGradient),
            .slice(shiftGradient), .slice(terms), .count(walk.chunks), .count(rows), .count(walk.columns),
            .count(finish.across))
        let change = ColumnWalk(changing: rows, channels: channels, width: width)
        run(
            "normalize_backward", in: "elementwise/normalize.cl", defines: change.defines, over: change.groups,
            .slice(input), .slice(outputGradient), .slice(savedMean), .slice(terms), .slice(inputGradient),
            .flag(accumulate), .count(rows), .count(change.columns), .count(change.across), .count(change.chunk))
    }

    private func check(_ operation: BatchNormalization, full slices: [BufferSlice]) {
        for slice in slices { slice.require(operation.rows * operation.channels, "a map") }
    }

    private func check(_ operation: BatchNormalization, statistics slices: [BufferSlice]) {
        for slice in slices { slice.require(operation.channels, "a statistic") }
    }
}
