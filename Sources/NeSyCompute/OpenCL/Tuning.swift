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
    /// What was measured on devices of a kind: part of the name, and the candidates that were the fastest.
    private static let measured: [(device: String, tuning: Tuning)] = []

    /// Of a device on which nobody searched: what suits its kind, else the defaults.
    static func shipped(for device: OpenCLDevice) -> Tuning {
        measured.first { device.name.contains($0.device) }?.tuning ?? Tuning()
    }
}
