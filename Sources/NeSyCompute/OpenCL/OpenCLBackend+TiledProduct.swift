/// How a kernel that computes products tile by tile is launched.
struct TiledLaunch {
    let items: WorkItems
    let defines: KernelDefines
    /// Terms in one stage.
    let depth: Int
}

extension OpenCLBackend {
    /// The groups of a product, and the tunables of its tile as they suit this device. Operands on boundaries of four
    /// elements, with extents and pitches that are multiples of four, are read and written as vectors; the right one
    /// stands for the result and the bias as well.
    func tiled(
        _ kernel: ProductKernel, _ plan: ProductPlan, leftInVectors: Bool, rightInVectors: Bool
    ) -> TiledLaunch {
        let share = share(of: kernel, plan.tile)
        return TiledLaunch(
            items: .groups(plan.groups, of: (plan.tile.items(share), 1, 1)),
            defines: plan.tile.defines(share)
                .merging(["LEFT_VECTOR": leftInVectors ? 4 : 1, "RIGHT_VECTOR": rightInVectors ? 4 : 1]),
            depth: share.depth)
    }

    private func share(of kernel: ProductKernel, _ tile: ProductTile) -> ProductTile.Share {
        guard let tunable = kernel.tunable(tile) else { return tile.shares[0] }
        let values = tuning[tunable]
        guard let share = tile.shares.first(where: { tile.defines($0) == values }) else {
            preconditionFailure("a tile cannot be shared by\(values.options)")
        }
        return share
    }
}
