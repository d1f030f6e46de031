extension OpenCLBackend {
    public func similarityLoss(
        _ operation: SimilarityLoss, maps: BufferSlice, labels: BufferSlice, vectors: BufferSlice,
        weights: BufferSlice, factor: Float, loss: BufferSlice, mapGradient: BufferSlice, accumulate: Bool
    ) {
        let (batch, positions, filters) = (operation.batch, operation.positions, operation.filters)
        let (classes, concepts) = (operation.classes, operation.vectors)
        maps.require(batch * positions * filters, "maps")
        labels.require(batch, "labels")
        vectors.require(concepts * positions, "vectors")
        weights.require(classes * concepts, "weights")
        loss.require(1, "loss")
        mapGradient.require(maps.count, "mapGradient")
        let walk = ColumnWalk(
            whole: positions, channels: filters, width: Lanes.width(of: maps, mapGradient, channels: [filters]))
        let items = walk.groups(chunks: batch)
        let memory = scratch(concepts, classes * positions, items.groups.count)
        let (scales, pulls, parts) = (memory[0], memory[1], memory[2])
        run(
            "similarity_scales", in: "loss/similarity_loss.cl", defines: walk.defines,
            over: .groups(concepts, of: (OpenCLLimits.workGroup, 1, 1)), .slice(vectors), .slice(scales),
            .count(positions))
        run(
            "similarity_pulls", in: "loss/similarity_loss.cl", defines: walk.defines, over: .flat(pulls.count),
            .slice(vectors), .slice(scales), .slice(weights), .slice(pulls), .count(pulls.count), .count(concepts),
            .count(positions))
        run(
            "similarity_loss", in: "loss/similarity_loss.cl", defines: walk.defines, over: items, .slice(maps),
            .slice(labels), .slice(pulls), .slice(mapGradient), .slice(parts), .flag(accumulate), .count(batch),
            .count(positions), .count(walk.columns), .count(classes), .count(walk.across),
            .flag(operation.reduction != .sum), .float(operation.reduction == .mean ? Float(filters) : 1),
            .float(factor))
        addTotal(of: parts, to: loss)
    }
}
