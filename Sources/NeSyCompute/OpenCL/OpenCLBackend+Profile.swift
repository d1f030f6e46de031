import COpenCL
import NeSyTensor

/// How often a kernel ran and for how long.
public struct KernelProfile: Sendable, Hashable {
    /// The kernel's name in its file.
    public var kernel: String
    /// How often it ran.
    public var launches: Int
    /// Seconds on the device.
    public var seconds: Double
}

extension OpenCLBackend {
    /// What every kernel took since the last call, the longest first. Empty unless the backend was made to profile.
    public func takeProfile() throws(NeSyError) -> [KernelProfile] {
        try synchronize()
        return try settling { state throws(OpenCLFailure) in
            var profiles: [String: KernelProfile] = [:]
            defer {
                for entry in state.profile { _ = queue.driver.entry.table.clReleaseEvent(entry.event) }
                state.profile.removeAll()
            }
            for entry in state.profile {
                let began = try time(CL_PROFILING_COMMAND_START, of: entry.event)
                let ended = try time(CL_PROFILING_COMMAND_END, of: entry.event)
                profiles[entry.kernel, default: KernelProfile(kernel: entry.kernel, launches: 0, seconds: 0)]
                    .launches += 1
                profiles[entry.kernel]?.seconds += Double(max(ended, began) - began) * 1e-9
            }
            return profiles.values.sorted { ($1.seconds, $0.kernel) < ($0.seconds, $1.kernel) }
        }
    }

    private func time(_ parameter: cl_int, of event: OpaquePointer) throws(OpenCLFailure) -> cl_ulong {
        var time: cl_ulong = 0
        try queue.driver.call("clGetEventProfilingInfo") {
            $0.clGetEventProfilingInfo(
                event, cl_profiling_info(parameter), MemoryLayout<cl_ulong>.size, &time, nil)
        }
        return time
    }
}
