/// The part of a matrix product that one work-group computes; see Kernels/product/tile.cl.
struct ProductTile: Hashable, Sendable {
    let rows: Int
    let columns: Int
    let itemRows: Int
    let itemColumns: Int
    /// Terms in one stage.
    let depth: Int
    /// Multiplications a second on a busy device, as a part of those of the largest tile: items that keep more sums in
    /// registers read less local memory for each.
    let efficiency: Double
    /// What multiplies; nil for float32 in the ordinary units.
    var tensorCores: TensorCores?

    var items: Int { rows / itemRows * (columns / itemColumns) }

    /// The tiles among which ``ProductPlan`` chooses, without tensor cores.
    static let all = [
        ProductTile(rows: 128, columns: 128, itemRows: 8, itemColumns: 8, depth: 8, efficiency: 1),
        ProductTile(rows: 128, columns: 64, itemRows: 8, itemColumns: 8, depth: 8, efficiency: 0.95),
        ProductTile(rows: 128, columns: 32, itemRows: 8, itemColumns: 4, depth: 16, efficiency: 0.75),
        ProductTile(rows: 64, columns: 64, itemRows: 8, itemColumns: 4, depth: 16, efficiency: 0.75),
        ProductTile(rows: 32, columns: 32, itemRows: 4, itemColumns: 4, depth: 16, efficiency: 0.5),
    ]

    /// Values for the tunables. Operands on boundaries of four elements, with extents and pitches that are multiples of
    /// four, are read and written as vectors; the right one stands for the result and the bias as well.
    func defines(leftInVectors: Bool, rightInVectors: Bool) -> KernelDefines {
        let defines: KernelDefines = [
            "TILE_ROWS": rows, "TILE_COLUMNS": columns, "TILE_DEPTH": depth, "ITEM_ROWS": itemRows,
            "ITEM_COLUMNS": itemColumns, "LEFT_VECTOR": leftInVectors ? 4 : 1, "RIGHT_VECTOR": rightInVectors ? 4 : 1,
        ]
        return defines.merging(tensorCores?.defines ?? [:])
    }
}

extension Int {
    /// The quotient, rounded up.
    func dividedUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }

    var isMultipleOfFour: Bool { self & 3 == 0 }
}
