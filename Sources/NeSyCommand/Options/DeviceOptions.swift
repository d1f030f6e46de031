import ArgumentParser
import NeSy

/// Where a verb computes.
enum DeviceChoice: String, CaseIterable, SettingValue {
    case auto, cpu, gpu

    /// - Throws: `.deviceUnavailable` for a device that this machine or version does not have.
    func backend(pool: WorkerPool, console: Console) throws(NeSyError) -> any ComputeBackend {
        if self == .gpu {
            throw NeSyError(
                .deviceUnavailable, "No GPU can be used.", at: "--device gpu", expected: "cpu or auto",
                found: "NeSy \(Version.current), which computes on the CPU only", remedy: "Leave out --device.")
        }
        console.note("device cpu, \(Figures.count(pool.threadCount, "thread"))")
        return CPUBackend(pool: pool)
    }
}

struct DeviceOptions: ParsableArguments {
    static let device = Setting("device", default: DeviceChoice.auto, "Where to compute.")
    static let settings: [any SettingDescription] = [device]

    @Option(Self.device) var device: DeviceChoice?
}
