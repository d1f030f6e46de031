/// The part of a matrix product that one work-group computes; see Kernels/product/tile.cl. How its items share the work
/// is tuned for each kernel, and changes no result.
struct ProductTile: Hashable, Sendable {
    let rows: Int
    let columns: Int
    /// Multiplications a second on a busy device, as a part of those of the largest tile: items that keep more sums in
    /// registers read less local memory for each.
    let efficiency: Double
    /// The ways to share the work, those that suit most devices first.
    let shares: [Share]
    /// What multiplies; nil for float32 in the ordinary units.
    var tensorCores: TensorCores?

    struct Share: Hashable, Sendable {
        /// Rows and columns of an item.
        let itemRows: Int
        let itemColumns: Int
        /// Terms in one stage; a divisor of ``ProductPlan/splitStep``.
        let depth: Int
        let padding: Int
    }

    /// The tiles among which ``ProductPlan`` chooses, without tensor cores.
    static let all = [
        ProductTile(
            rows: 128, columns: 128, efficiency: 1,
            shares: [Share(8, 8, depth: 8), Share(8, 8, depth: 16, padding: 0)]),
        ProductTile(
            rows: 128, columns: 64, efficiency: 0.95,
            shares: [Share(8, 8, depth: 8), Share(8, 8, depth: 16), Share(8, 4, depth: 16)]),
        ProductTile(
            rows: 128, columns: 32, efficiency: 0.75,
            shares: [Share(8, 4, depth: 16), Share(8, 4, depth: 16, padding: 0)]),
        ProductTile(
            rows: 32, columns: 128, efficiency: 0.75,
            shares: [Share(8, 4, depth: 16), Share(4, 8, depth: 16)]),
        ProductTile(
            rows: 64, columns: 64, efficiency: 0.8,
            shares: [Share(8, 4, depth: 16), Share(8, 8, depth: 8), Share(4, 4, depth: 16)]),
        ProductTile(
            rows: 32, columns: 32, efficiency: 0.5,
            shares: [Share(4, 4, depth: 16), Share(4, 4, depth: 32)]),
    ]

    /// Items of a group.
    func items(_ share: Share) -> Int { rows / share.itemRows * (columns / share.itemColumns) }

    /// Values for the tunables.
    func defines(_ share: Share) -> KernelDefines {
        let defines: KernelDefines = [
            "TILE_ROWS": rows, "TILE_COLUMNS": columns, "TILE_DEPTH": share.depth, "TILE_PADDING": share.padding,
            "ITEM_ROWS": share.itemRows, "ITEM_COLUMNS": share.itemColumns,
        ]
        return defines.merging(tensorCores?.defines ?? [:])
    }
}

extension ProductTile.Share {
    init(_ itemRows: Int, _ itemColumns: Int, depth: Int, padding: Int = 4) {
        self.init(itemRows: itemRows, itemColumns: itemColumns, depth: depth, padding: padding)
    }
}

extension Int {
    var isMultipleOfFour: Bool { self & 3 == 0 }
}
