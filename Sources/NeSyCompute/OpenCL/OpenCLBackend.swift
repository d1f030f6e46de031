import COpenCL
import NeSyTensor
import Synchronization

/// Every operation on an OpenCL device.
///
/// Operations are queued in order and carried out when the device comes to them; only downloads wait. A call of the
/// driver that fails is remembered, what is queued after it does nothing, and the next download throws it.
///
/// A backend serves one thread at a time: operations share scratch memory, which holds from one kernel of an operation
/// to its next only while no other operation is queued between them. A thread that wants to work at the same time opens
/// a backend of its own. What the backend is asked about itself (``statistics``, ``memory``) may come from any thread.
public final class OpenCLBackend: ComputeBackend, @unchecked Sendable {
    public let device: Device
    /// What the device says of itself.
    public let information: OpenCLDevice
    /// How the device is used, as asked for when it was opened.
    public let options: OpenCLOptions
    /// What kernels and buffers may count on here.
    public let limits: OpenCLLimits
    /// The values that kernels are launched with.
    let tuning: Tuning
    /// One line when a stored tuning is not used.
    public let tuningRemark: String?
    /// What is used of the precision that the options ask for, and why.
    private let precision: PrecisionChoice
    let queue: OpenCLQueue
    let meter = MemoryMeter()
    private let lock = Mutex(())
    private var state: State

    /// What changes while operations are queued, under the lock.
    struct State {
        var programs: ProgramCache
        var statistics = OpenCLStatistics()
        var failure: NeSyError?
        var scratch: OpenCLBuffer?
        /// Copies of what was uploaded, until the device has read them.
        var uploads: [(event: OpaquePointer, bytes: UnsafeMutableRawPointer)] = []
        var profile: [(kernel: String, event: OpaquePointer)] = []
    }

    /// Makes the device ready. Nothing is compiled yet.
    init(
        _ device: OpenCLDevice, driver: OpenCLDriver, options: OpenCLOptions = OpenCLOptions(),
        precision: PrecisionChoice = PrecisionChoice()
    ) throws(NeSyError) {
        do throws(OpenCLFailure) {
            queue = try OpenCLQueue(device, driver: driver, profiling: options.profiling)
        } catch {
            throw NeSyError(error, device: device.name)
        }
        self.device = device.device
        information = device
        self.options = options
        self.precision = precision
        limits = OpenCLLimits(
            computeUnits: device.computeUnits, largestBuffer: min(device.largestBuffer, OpenCLLimits.buffer),
            globalMemory: device.globalMemory)
        (tuning, tuningRemark) =
            options.tuning.map { ($0, nil) } ?? Tuning.stored(for: device, in: options.cacheFolder)
        state = State(programs: ProgramCache(queue, folder: options.cacheFolder.map { $0 + "/kernels" }))
    }

    deinit {
        _ = queue.driver.entry.table.clFinish(queue.kernels)
        for upload in state.uploads {
            _ = queue.driver.entry.table.clReleaseEvent(upload.event)
            upload.bytes.deallocate()
        }
        for entry in state.profile { _ = queue.driver.entry.table.clReleaseEvent(entry.event) }
    }

    /// What factors of products are rounded to: what the options ask for, or float32 where the device cannot.
    public var activePrecision: Precision { precision.tensorCores?.precision ?? .float32 }

    /// One line that says which precision is used, and if it is not what the options ask for, why; nil when they ask
    /// for float32.
    public var precisionNote: String? { precision.note }

    var tensorCores: TensorCores? { precision.tensorCores }

    /// What was done so far.
    public var statistics: OpenCLStatistics {
        locked { state in
            var statistics = state.statistics
            statistics.allocatedBytes = meter.current
            statistics.largestAllocatedBytes = meter.largest
            statistics.compiledPrograms = state.programs.compiled
            statistics.loadedPrograms = state.programs.loaded
            statistics.buildingTime = state.programs.building
            return statistics
        }
    }

    /// The programs that were needed so far.
    var variants: Set<ProgramCache.Variant> { locked { $0.programs.variants } }

    /// Runs a body with the state locked.
    func locked<Value>(_ body: (inout State) -> Value) -> Value { lock.withLock { _ in body(&state) } }

    /// Runs a body with the state locked. Does nothing once a call has failed; what the body throws is kept.
    func queueing(_ body: (inout State) throws(OpenCLFailure) -> Void) {
        locked { state in
            guard state.failure == nil else { return }
            do throws(OpenCLFailure) {
                try body(&state)
            } catch {
                state.failure = NeSyError(error, device: information.name)
            }
        }
    }

    /// Runs a body with the state locked, and hands on what failed before or fails now.
    func settling<Value>(_ body: (inout State) throws(OpenCLFailure) -> Value) throws(NeSyError) -> Value {
        let result: Result<Value, NeSyError> = locked { state in
            if let failure = state.failure { return .failure(failure) }
            do throws(OpenCLFailure) {
                return .success(try body(&state))
            } catch {
                let failure = NeSyError(error, device: information.name)
                state.failure = failure
                return .failure(failure)
            }
        }
        return try result.get()
    }

    /// Queues a kernel.
    /// - Parameters:
    ///   - function: the kernel's name in the file. - file: its path below `Kernels/`.
    ///   - defines: values for the file's tunables.
    func run(
        _ function: StaticString, in file: StaticString, defines: KernelDefines = [:], over items: WorkItems,
        _ arguments: KernelArgument...
    ) {
        guard items.groups.count > 0 else { return }
        queueing { state throws(OpenCLFailure) in
            let kernel: OpaquePointer
            do throws(NeSyError) {
                kernel = try state.programs.kernel(
                    "\(function)", in: "\(file)", defines: defines, workItems: items.local.count)
            } catch {
                state.failure = error
                return
            }
            var index: cl_uint = 0
            for argument in arguments { try set(argument, of: kernel, &index) }
            var global = [items.global.x, items.global.y, items.global.z]
            var local = [items.local.x, items.local.y, items.local.z]
            var event: cl_event?
            try queue.driver.call("clEnqueueNDRangeKernel") { table in
                options.profiling
                    ? table.clEnqueueNDRangeKernel(queue.kernels, kernel, 3, nil, &global, &local, 0, nil, &event)
                    : table.clEnqueueNDRangeKernel(queue.kernels, kernel, 3, nil, &global, &local, 0, nil, nil)
            }
            state.statistics.launches += 1
            if let event { state.profile.append(("\(function)", event)) }
        }
    }

    private func set(
        _ argument: KernelArgument, of kernel: OpaquePointer, _ index: inout cl_uint
    ) throws(OpenCLFailure) {
        func set<Value: BitwiseCopyable>(_ value: Value) throws(OpenCLFailure) {
            var value = value
            try queue.driver.call("clSetKernelArg") {
                $0.clSetKernelArg(kernel, index, MemoryLayout<Value>.size, &value)
            }
            index += 1
        }
        switch argument {
        case .slice(let slice):
            try set(slice.openCL.handle)
            try set(cl_ulong(slice.offset))
        case .optional(let slice):
            try set(slice?.openCL.handle)
            try set(cl_ulong(slice?.offset ?? 0))
        case .count(let value): try set(cl_uint(value))
        case .integer(let value): try set(cl_int(value))
        case .flag(let value): try set(cl_int(value ? 1 : 0))
        case .long(let value): try set(cl_ulong(value))
        case .word(let value): try set(cl_ulong(value))
        case .float(let value): try set(cl_float(value))
        }
    }

    /// Memory for the duration of one operation: disjoint slices whose contents are undefined. The next call hands out
    /// the same memory again, which is safe because kernels run one after the other.
    func scratch(_ counts: Int...) -> [BufferSlice] {
        // Every slice begins at a multiple of 256 bytes.
        let padded = counts.map { ($0 + 63) & ~63 }
        let total = padded.reduce(0, +)
        let buffer = locked { state in
            if let scratch = state.scratch, scratch.count >= total { return scratch }
            if state.failure == nil {
                state.scratch = nil
                do throws(NeSyError) {
                    let scratch = try allocate(max(total, 1 << 16))
                    state.scratch = scratch
                    return scratch
                } catch {
                    state.failure = error
                }
            }
            return OpenCLBuffer(queue: queue, memory: [], bytes: 0, count: total, meter: meter)
        }
        var offset = 0
        return zip(counts, padded).map { count, size in
            defer { offset += size }
            return BufferSlice(buffer, offset: offset, count: count)
        }
    }
}
