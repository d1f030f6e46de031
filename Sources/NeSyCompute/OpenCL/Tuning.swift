/// Values of tunables that suit a device: for each ``TunableKernel`` one of its candidates.
///
/// A launch asks for the values under the kernel's name and shapes its work-groups by them. A name that was never
/// searched gives the first candidate, which every device can carry out.
struct Tuning: Sendable, Hashable {
    private(set) var chosen: [String: KernelDefines] = [:]

    /// The values to launch a kernel with.
    subscript(kernel: TunableKernel) -> KernelDefines {
        get { chosen[kernel.name] ?? kernel.candidates[0] }
        set {
            precondition(kernel.candidates.contains(newValue), "\(kernel.name) has no candidate\(newValue.options)")
            chosen[kernel.name] = newValue
        }
    }
}

extension Tuning {
    /// Of a device on which nobody searched: what was the fastest on its kind, else the defaults.
    static func shipped(for device: OpenCLDevice) -> Tuning {
        measured.first { entry in entry.names.contains(where: device.name.hasPrefix) }?.tuning ?? Tuning()
    }

    /// What was measured, by what the names of such devices begin with.
    private static let measured: [(names: [String], tuning: Tuning)] = [
        // PoCL 3 and later on a CPU: it counts bits by an instruction and has few registers.
        (
            ["pthread-", "cpu-"],
            Tuning([
                ("bits/product.cl", ["ITEM_LEFT": 4, "ITEM_RIGHT": 4, "CARRIES": 0]),
                ("product/matrix_product.cl 64x64", ["TILE_DEPTH": 8]),
                ("conv/implicit_gemm.cl 64x64", ["TILE_DEPTH": 8]),
                ("conv/weight_gradient.cl 64x64", ["TILE_DEPTH": 8]),
            ])
        )
    ]

    /// The first candidates that have the given values.
    private init(_ values: [(kernel: String, values: KernelDefines)]) {
        for (name, values) in values {
            guard let kernel = TunableKernel.all.first(where: { $0.name == name }),
                let candidate = kernel.candidates.first(where: { $0.has(values) })
            else { preconditionFailure("\(name) has no candidate with \(values.words)") }
            self[kernel] = candidate
        }
    }
}

extension KernelDefines {
    fileprivate func has(_ values: KernelDefines) -> Bool { values.defines.allSatisfy { self[$0.name] == $0.value } }
}
