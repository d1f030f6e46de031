/// How a matrix product is divided between work-groups: by its shape alone, so that the same product gives the same
/// bits on devices of any size.
struct ProductPlan: Hashable, Sendable {
    let tile: ProductTile
    /// Parts of the depth whose sums are added in a second pass.
    let splits: Int
    /// Terms in each part but the last.
    let splitDepth: Int
    /// Work-groups of the first pass.
    let groups: Int
    /// Elements of the partial sums, 0 where the depth is not split.
    let partialCount: Int

    /// What the choice assumes: a device of this many units, each busy with so many items. One with fewer units has
    /// more waves of work, of any tile.
    private static let units = 132
    private static let busyItems = 256
    /// A product of so many groups is not split further.
    private static let manyGroups = 256
    /// Terms that one item adds up in a row at most, where the depth may be split, as rounding grows with them; and at
    /// least.
    private static let longestSum = 1 << 15
    private static let shortestSum = 128
    /// Parts of a split depth hold a multiple of so many terms, whole stages of every tile.
    static let splitStep = 32
    /// Multiplications of one unit in the time in which the device writes and reads an element of the partial sums, and
    /// in the time in which it begins another pass.
    private static let partialCost = 0.5
    private static let passCost = 6e5

    /// The tile and the splits that take the least time by a rough count.
    /// - Parameters:
    ///   - splitting: whether the depth may be divided.
    ///   - tensorCores: those that may be used.
    init(
        rows: Int, columns: Int, depth: Int, batch: Int = 1, splitting: Bool = true, on tensorCores: TensorCores? = nil
    ) {
        let least = splitting ? depth.dividedUp(by: ProductPlan.longestSum) : 1
        let most = splitting ? max(least, depth / ProductPlan.shortestSum) : 1
        var best: (time: Double, tile: ProductTile, splits: Int)?
        for tile in ProductTile.all(on: tensorCores) {
            let groups = rows.dividedUp(by: tile.rows) * columns.dividedUp(by: tile.columns) * batch
            var splits = max(1, least)
            repeat {
                let work = Double(tile.rows * tile.columns) * Double(depth.dividedUp(by: splits))
                var time = ProductPlan.time(groups * splits, of: work, tile)
                if splits > 1 {
                    let sums = Double(rows * columns) * Double(batch * splits)
                    time += ProductPlan.passCost + ProductPlan.partialCost * sums
                }
                if time < best?.time ?? .infinity { best = (time, tile, splits) }
                splits *= 2
            } while splits <= most && groups * splits < 2 * ProductPlan.manyGroups
        }
        guard let best else { preconditionFailure("a product without extents") }
        self.init(tile: best.tile, splits: best.splits, rows: rows, columns: columns, depth: depth, batch: batch)
    }

    /// - Parameter splits: at most so many.
    init(tile: ProductTile, splits: Int, rows: Int, columns: Int, depth: Int, batch: Int = 1) {
        self.tile = tile
        let part = depth.dividedUp(by: splits).dividedUp(by: ProductPlan.splitStep) * ProductPlan.splitStep
        splitDepth = max(part, ProductPlan.splitStep)
        self.splits = max(1, depth.dividedUp(by: splitDepth))
        groups = rows.dividedUp(by: tile.rows) * columns.dividedUp(by: tile.columns) * batch * self.splits
        partialCount = self.splits > 1 ? rows * columns * batch * self.splits : 0
    }

    /// Multiplications that the busiest unit could have done in the time of so many groups.
    private static func time(_ groups: Int, of work: Double, _ tile: ProductTile) -> Double {
        let perUnit = groups.dividedUp(by: units)
        let busy = min(1, Double(perUnit * tile.items(tile.shares[0])) / Double(busyItems))
        return Double(perUnit) * work / (tile.efficiency * busy)
    }
}
