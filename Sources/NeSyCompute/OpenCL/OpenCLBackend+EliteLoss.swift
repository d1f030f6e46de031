extension OpenCLBackend {
    public func eliteLoss(
        _ operation: EliteLoss, maps: BufferSlice, labels: BufferSlice, penalties: BufferSlice, factor: Float,
        loss: BufferSlice, mapGradient: BufferSlice, accumulate: Bool
    ) {
        let (batch, positions, filters) = (operation.batch, operation.positions, operation.filters)
        let count = batch * filters
        maps.require(count * positions, "maps")
        labels.require(batch, "labels")
        penalties.require(operation.classes * filters, "penalties")
        loss.require(1, "loss")
        mapGradient.require(count * positions, "mapGradient")
        let items = LossParts.items(count)
        let memory = scratch(count, count, items.groups.count)
        let (means, slopes, parts) = (memory[0], memory[1], memory[2])
        globalAverage(batch: batch, positions: positions, channels: filters, input: maps, output: means)
        run(
            "elite_loss", in: "loss/elite_loss.cl", over: items, .slice(means), .slice(labels), .slice(penalties),
            .slice(slopes), .slice(parts), .count(count), .count(filters), .count(operation.classes),
            .float(factor))
        globalAverageBackward(
            batch: batch, positions: positions, channels: filters, outputGradient: slopes,
            inputGradient: mapGradient, accumulate: accumulate)
        addTotal(of: parts, to: loss)
    }
}
