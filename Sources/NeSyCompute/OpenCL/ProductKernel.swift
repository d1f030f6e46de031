/// The kernels that compute products tile by tile.
enum ProductKernel: String, Sendable, CaseIterable {
    case matrixProduct = "product/matrix_product.cl"
    case convolution = "conv/implicit_gemm.cl"
    case weightGradient = "conv/weight_gradient.cl"

    var file: StaticString {
        switch self {
        case .matrixProduct: "product/matrix_product.cl"
        case .convolution: "conv/implicit_gemm.cl"
        case .weightGradient: "conv/weight_gradient.cl"
        }
    }

    /// The kernel with a tile, as `nesy tune` searches it; nil on tensor cores.
    func tunable(_ tile: ProductTile) -> TunableKernel? { ProductKernel.tunables[self]?[tile] }

    /// All kernels with all tiles.
    static let tunable = allCases.flatMap { kernel in ProductTile.all.compactMap(kernel.tunable) }

    private static let tunables = Dictionary(
        uniqueKeysWithValues: allCases.map { kernel in
            (
                kernel,
                Dictionary(
                    uniqueKeysWithValues: ProductTile.all.map { tile in
                        (
                            tile,
                            TunableKernel(
                                "\(kernel.rawValue) \(tile.rows)x\(tile.columns)",
                                candidates: tile.shares.map(tile.defines)
                            ) { kernel.cases(tile) }
                        )
                    })
            )
        })

    /// Work for which ``ProductPlan`` chooses the tile.
    private func cases(_ tile: ProductTile) -> [TimingCase] {
        switch self {
        case .matrixProduct:
            return [(false, false), (false, true), (true, false)].map { left, right in
                .product(ProductKernel.product(tile, transposesLeft: left, transposesRight: right))
            }
        case .convolution:
            return [.forward, .inputGradient].compactMap { pass in
                convolution(tile).map { TimingCase.convolution($0, pass) }
            }
        case .weightGradient: return convolution(tile).map { [.convolution($0, .weightGradient)] } ?? []
        }
    }

    static func product(
        _ tile: ProductTile, transposesLeft: Bool = false, transposesRight: Bool = false
    ) -> MatrixProduct {
        let (rows, columns, depth) =
            switch (tile.rows, tile.columns) {
            case (128, 128): (2048, 2048, 512)
            case (128, 64): (1 << 15, 64, 512)
            case (128, 32): (1 << 15, 32, 288)
            case (32, 128): (32, 4096, 4096)
            case (64, 64): (1024, 1024, 256)
            default: (256, 256, 256)
            }
        return MatrixProduct(
            rows: rows, columns: columns, depth: depth, transposesLeft: transposesLeft,
            transposesRight: transposesRight)
    }

    /// Kernels of 3x3 with a dilation of 2, which are always implicit products.
    func convolution(_ tile: ProductTile) -> Convolution? {
        let isGradient = self == .weightGradient
        let (batch, extent, inputs, outputs) =
            switch (tile.rows, tile.columns) {
            case (128, 128): isGradient ? (32, 14, 512, 512) : (4, 64, 128, 128)
            case (128, 64): isGradient ? (8, 28, 128, 128) : (8, 64, 64, 64)
            case (128, 32): (8, 56, 32, 32)
            case (32, 128): isGradient ? (8, 112, 3, 128) : (1, 5, 1024, 1024)
            case (64, 64): isGradient ? (1, 28, 128, 128) : (4, 56, 64, 64)
            default: (1, 14, 128, 128)
            }
        return try? Convolution(
            batch: batch, height: extent, width: extent, inputChannels: inputs, outputChannels: outputs, kernel: 3,
            padding: 2, dilation: 2)
    }
}
