extension OpenCLBackend {
    public func countSharedRows(
        _ operation: BitProduct, left: BufferSlice, right: BufferSlice, counts: BufferSlice, accumulate: Bool
    ) {
        let (height, width) = (operation.leftColumns, operation.rightColumns)
        let words = operation.columnCount
        left.require(height * words, "left")
        right.require(width * words, "right")
        counts.require(height * width, "counts")
        let tile = BitTile(tuning[.bitProduct])
        let (down, across) = (tile.count(height, tile.left), tile.count(width, tile.right))
        let splitWords = tile.splitWords(words, tiles: down * across, on: limits)
        let splits = (words + splitWords - 1) / splitWords
        if splits > 1 && !accumulate { fill(counts, with: 0) }
        let isAligned = left.offset % 4 == 0 && right.offset % 4 == 0
        run(
            "count_shared_rows", in: "bits/product.cl", defines: tile.defines.merging(["VECTOR": isAligned ? 4 : 1]),
            over: .groups(across, down, splits, of: (BitTile.side * BitTile.side, 1, 1)), .slice(left),
            .slice(right), .slice(counts), .count(height), .count(width), .count(words), .count(splitWords),
            .integer(splits > 1 ? 2 : accumulate ? 1 : 0))
    }
}

extension TunableKernel {
    static let bitProduct = TunableKernel(
        "bits/product.cl",
        candidates: [
            BitTile.defines(left: 4, right: 4, carries: true), BitTile.defines(left: 4, right: 8, carries: true),
            BitTile.defines(left: 8, right: 4, carries: true), BitTile.defines(left: 4, right: 4, carries: false),
            BitTile.defines(left: 4, right: 8, carries: false), BitTile.defines(left: 8, right: 8, carries: false),
        ]
    ) {
        [.bitProduct(BitProduct(rows: 1 << 17, leftColumns: 1024, rightColumns: 1024))]
    }
}

/// How a bit product is divided among work-groups, as `bits/product.cl` takes it.
private struct BitTile {
    /// Items of a group along either side.
    static let side = 16
    let defines: KernelDefines
    /// Columns of a tile.
    let left: Int
    let right: Int
    /// Words of a column in one stage.
    let stage: Int

    static func defines(left: Int, right: Int, carries: Bool) -> KernelDefines {
        // Two stages of the largest tile fit into local memory when they are short.
        let quads = left + right > 12 ? 2 : 4
        return [
            "ITEM_LEFT": left, "ITEM_RIGHT": right, "STAGE_QUADS": quads, "PITCH": quads + 1,
            "CARRIES": carries ? 1 : 0,
        ]
    }

    init(_ defines: KernelDefines) {
        func value(_ name: String) -> Int {
            guard let value = defines[name] else { preconditionFailure("a bit product has no \(name)") }
            return value
        }
        self.defines = defines
        left = BitTile.side * value("ITEM_LEFT")
        right = BitTile.side * value("ITEM_RIGHT")
        stage = 4 * value("STAGE_QUADS")
    }

    /// How many tiles cover so many columns.
    func count(_ columns: Int, _ width: Int) -> Int { (columns + width - 1) / width }

    /// The words of a column that one group counts: all of them where there are tiles enough to keep the device busy,
    /// and never so few that adding the counts would be the larger part of the work.
    func splitWords(_ words: Int, tiles: Int, on limits: OpenCLLimits) -> Int {
        let wanted = max(1, limits.computeUnits * 8 / tiles)
        return (max(1024, (words + wanted - 1) / wanted) + stage - 1) / stage * stage
    }
}
