extension OpenCLBackend {
    public func countSharedRows(
        _ operation: BitProduct, left: BufferSlice, right: BufferSlice, counts: BufferSlice, accumulate: Bool
    ) {
        let (height, width) = (operation.leftColumns, operation.rightColumns)
        let words = operation.columnCount
        left.require(height * words, "left")
        right.require(width * words, "right")
        counts.require(height * width, "counts")
        let tile = BitTile()
        let (down, across) = (tile.count(height), tile.count(width))
        let splitWords = tile.splitWords(words, tiles: down * across, on: limits)
        let splits = (words + splitWords - 1) / splitWords
        if splits > 1 && !accumulate { fill(counts, with: 0) }
        run(
            "count_shared_rows", in: "bits/product.cl",
            defines: tile.defines(isAligned: left.offset % 4 == 0 && right.offset % 4 == 0),
            over: .groups(across, down, splits, of: (BitTile.side * BitTile.side, 1, 1)), .slice(left),
            .slice(right), .slice(counts), .count(height), .count(width), .count(words), .count(splitWords),
            .integer(splits > 1 ? 2 : accumulate ? 1 : 0))
    }
}

/// How a bit product is divided among work-groups, as `bits/product.cl` takes it.
private struct BitTile {
    /// Items of a group along either side.
    static let side = 16
    /// Words of a column in one stage.
    static let stage = 16
    /// Columns of an item, left and right.
    let columns = 4

    /// How many tiles cover so many columns.
    func count(_ total: Int) -> Int { (total + BitTile.side * columns - 1) / (BitTile.side * columns) }

    /// The words of a column that one group counts: all of them where there are tiles enough to keep the device busy,
    /// and never so few that adding the counts would be the larger part of the work.
    func splitWords(_ words: Int, tiles: Int, on limits: OpenCLLimits) -> Int {
        let wanted = max(1, limits.computeUnits * 8 / tiles)
        let stages = words / BitTile.stage
        return max(64, (stages + wanted - 1) / wanted) * BitTile.stage
    }

    func defines(isAligned: Bool) -> KernelDefines {
        [
            "ITEM_LEFT": columns, "ITEM_RIGHT": columns, "STAGE_QUADS": BitTile.stage / 4,
            "VECTOR": isAligned ? 4 : 1,
        ]
    }
}
