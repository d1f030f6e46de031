extension OpenCLBackend {
    /// Layers write whole maps, which are pooled then.
    public func mapsOnTheWay(_ operation: Pooling) -> Int { operation.inputCount }

    /// Pools what the layer writes to the memory lent, or lets it write the output.
    func withMaps(of pooling: FusedPooling?, output: BufferSlice, _ layer: (_ output: BufferSlice) -> Void) {
        guard let pooling else { return layer(output) }
        let maps = maps(of: pooling)
        layer(maps)
        pool(pooling.operation, input: maps, output: output, winners: pooling.winners)
    }

    /// The gradient of whole maps, in the memory lent, from that of what was pooled on the way.
    func unpooled(_ gradient: BufferSlice, _ pooling: FusedPooling?) -> BufferSlice {
        guard let pooling else { return gradient }
        let maps = maps(of: pooling)
        poolBackward(
            pooling.operation, outputGradient: gradient, winners: pooling.winners, inputGradient: maps,
            accumulate: false)
        return maps
    }

    private func maps(of pooling: FusedPooling) -> BufferSlice {
        guard let maps = pooling.maps else { preconditionFailure("pooling on the way without memory for the maps") }
        maps.require(pooling.operation.inputCount, "maps")
        return maps
    }

    public func pool(_ operation: Pooling, input: BufferSlice, output: BufferSlice, winners: BufferSlice?) {
        input.require(operation.inputCount, "input")
        output.require(operation.outputCount, "output")
        let o = operation
        switch o.kind {
        case .maximum:
            winners?.require(output.count, "winners")
            let width = Lanes.width(of: input, output, winners, channels: [o.channels])
            run(
                "max_pool", in: "pool/maximum.cl", defines: ["WIDTH": width],
                over: .lanes(output.count, width: width), .slice(input), .slice(output), .optional(winners),
                .count(output.count / width), .count(o.channels / width), .integer(o.height), .integer(o.width),
                .integer(o.outputHeight), .integer(o.outputWidth), .integer(o.kernel), .integer(o.stride),
                .integer(o.padding))
        case .average(let countingPadding):
            let width = Lanes.width(of: input, output, channels: [o.channels])
            run(
                "average_pool", in: "pool/average.cl", defines: ["WIDTH": width],
                over: .lanes(output.count, width: width), .slice(input), .slice(output),
                .count(output.count / width), .count(o.channels / width), .integer(o.height), .integer(o.width),
                .integer(o.outputHeight), .integer(o.outputWidth), .integer(o.kernel), .integer(o.stride),
                .integer(o.padding), .flag(countingPadding))
        }
    }

    public func poolBackward(
        _ operation: Pooling, outputGradient: BufferSlice, winners: BufferSlice?,
        inputGradient: BufferSlice, accumulate: Bool
    ) {
        inputGradient.require(operation.inputCount, "inputGradient")
        outputGradient.require(operation.outputCount, "outputGradient")
        let o = operation
        switch o.kind {
        case .maximum:
            guard let winners else { preconditionFailure("maximum pooling needs the winners of its forward pass") }
            winners.require(outputGradient.count, "winners")
            let width = Lanes.width(of: outputGradient, winners, inputGradient, channels: [o.channels])
            run(
                "max_pool_backward", in: "pool/maximum.cl", defines: ["WIDTH": width],
                over: .lanes(inputGradient.count, width: width), .slice(outputGradient), .slice(winners),
                .slice(inputGradient), .flag(accumulate), .count(inputGradient.count / width),
                .count(o.channels / width), .integer(o.height), .integer(o.width), .integer(o.outputHeight),
                .integer(o.outputWidth), .integer(o.kernel), .integer(o.stride), .integer(o.padding))
        case .average(let countingPadding):
            let width = Lanes.width(of: outputGradient, inputGradient, channels: [o.channels])
            run(
                "average_pool_backward", in: "pool/average.cl", defines: ["WIDTH": width],
                over: .lanes(inputGradient.count, width: width), .slice(outputGradient), .slice(inputGradient),
                .flag(accumulate), .count(inputGradient.count / width), .count(o.channels / width),
                .integer(o.height), .integer(o.width), .integer(o.outputHeight), .integer(o.outputWidth),
                .integer(o.kernel), .integer(o.stride), .integer(o.padding), .flag(countingPadding))
        }
    }

    public func globalAverage(
        batch: Int, positions: Int, channels: Int, input: BufferSlice, output: BufferSlice
    ) {
        input.require(batch * positions * channels, "input")
        output.require(batch * channels, "output")
        let walk = ColumnWalk(
            whole: positions, channels: channels, width: Lanes.width(of: input, output, channels: [channels]))
        run(
            "map_means", in: "reduce/maps.cl", defines: walk.defines, over: walk.groups(chunks: batch), .slice(input),
            .slice(output), .count(positions), .count(walk.columns), .count(walk.across))
    }

    public func globalAverageBackward(
        batch: Int, positions: Int, channels: Int, outputGradient: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool
    ) {
        inputGradient.require(batch * positions * channels, "inputGradient")
        outputGradient.require(batch * channels, "outputGradient")
        let width = Lanes.width(of: outputGradient, inputGradient, channels: [channels])
        run(
            "spread_means", in: "elementwise/spread.cl", defines: ["WIDTH": width],
            over: .lanes(inputGradient.count, width: width), .slice(outputGradient), .slice(inputGradient),
            .flag(accumulate), .count(inputGradient.count / width), .count(channels / width), .count(positions))
    }
}
