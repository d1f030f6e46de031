/// Units of a GPU that multiply tiles of rounded factors and add up in float32, reached by instructions of NVIDIA's PTX
/// inside OpenCL C; see Kernels/product/tensor_tile.cl.
struct TensorCores: Hashable, Sendable {
    /// What they round factors to: tf32 or bf16.
    let precision: Precision
    /// Whether plain C takes the place of the instructions, slowly, so that the rest is tested on any device.
    var isEmulated = false

    /// - Precondition: not float32.
    init(_ precision: Precision, isEmulated: Bool = false) {
        precondition(precision != .float32)
        self.precision = precision
        self.isEmulated = isEmulated
    }

    /// Terms of a product in one stage: 16 words of one tf32 or two bf16.
    var stageDepth: Int { precision == .bf16 ? 32 : 16 }

    /// Multiplications a second, in those of float32 outside of tensor cores: about half of what the instructions
    /// promise on Hopper, as nothing was measured yet.
    var rate: Double { precision == .bf16 ? 4.5 : 3 }

    var defines: KernelDefines {
        ["PRECISION": precision == .bf16 ? 2 : 1, "MMA_EMULATED": isEmulated ? 1 : 0]
    }
}

extension ProductTile {
    /// The tiles among which ``ProductPlan`` chooses: those of the tensor cores where there are such.
    static func all(on tensorCores: TensorCores?) -> [ProductTile] {
        guard let tensorCores else { return all }
        let small = ProductTile(tensorCores, rows: 64, columns: 64, itemRows: 4, efficiency: 0.6)
        // Emulation needs local memory of its own, and time to compile.
        if tensorCores.isEmulated { return [small] }
        return [
            ProductTile(tensorCores, rows: 128, columns: 128, itemRows: 8, efficiency: 1),
            ProductTile(tensorCores, rows: 128, columns: 64, itemRows: 8, efficiency: 0.85), small,
        ]
    }

    private init(_ tensorCores: TensorCores, rows: Int, columns: Int, itemRows: Int, efficiency: Double) {
        self.init(
            rows: rows, columns: columns, efficiency: efficiency * tensorCores.rate,
            shares: [Share(itemRows, 8, depth: tensorCores.stageDepth)], tensorCores: tensorCores)
    }
}
