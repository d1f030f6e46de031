import COpenCL
import NeSyStorage
import NeSyTensor

/// Programs of one device, compiled once: kept in memory, and as binaries in a folder where the next start finds
/// them. A binary is named by everything it depends on: source, options, device, driver. A folder that cannot be
/// written is done without.
final class ProgramCache {
    /// A kernel file with values for its tunables: one program.
    struct Variant: Hashable {
        var file: String
        var defines: KernelDefines
    }

    private let queue: OpenCLQueue
    /// The folder of the binaries; nil for none.
    private let folder: String?
    private var kernels: [Key: OpaquePointer] = [:]
    private var programs: [Variant: OpaquePointer] = [:]
    /// Programs that were compiled, and such as were read from the folder.
    private(set) var compiled = 0
    private(set) var loaded = 0
    /// How long that took.
    private(set) var building = Duration.zero

    private struct Key: Hashable {
        var function: String
        var variant: Variant
    }

    /// What was asked for so far.
    var variants: Set<Variant> { Set(programs.keys) }

    /// Changes when the meaning of a stored binary does.
    private static let format = "nesy program 2"
    private static let largestBinary = 64 << 20
    private static let digestLength = 64

    init(_ queue: OpenCLQueue, folder: String?) {
        self.queue = queue
        self.folder = folder
    }

    deinit {
        let table = queue.driver.entry.table
        for kernel in kernels.values { _ = table.clReleaseKernel(kernel) }
        for program in programs.values { _ = table.clReleaseProgram(program) }
    }

    /// The kernel, from a compiled program. Its arguments are to be set and it is to be queued before it is asked
    /// for again.
    func kernel(
        _ function: String, in file: String, defines: KernelDefines, workItems: Int
    ) throws(NeSyError) -> OpaquePointer {
        let key = Key(function: function, variant: Variant(file: file, defines: defines))
        if let kernel = kernels[key] { return kernel }
        precondition(
            workItems <= OpenCLLimits.workGroup, "\(function) of \(file) has groups of \(workItems) work-items")
        let program = try program(key.variant)
        let place = "kernel \(function) of \(file) on \(queue.device.name)"
        let kernel: OpaquePointer
        let local: cl_ulong
        do throws(OpenCLFailure) {
            kernel = try queue.driver.make("clCreateKernel") { $0.clCreateKernel(program, function, $1) }
            // Kept, and so released with the cache, before it can turn out to be of no use.
            kernels[key] = kernel
            local = try localMemory(of: kernel)
        } catch {
            throw NeSyError(error, device: place)
        }
        guard local <= OpenCLLimits.localMemory else {
            throw NeSyError(
                .deviceUnavailable, "The device's compiler gives a kernel more local memory than there is.", at: place,
                expected: "at most \(OpenCLLimits.localMemory) bytes", found: "\(local) bytes",
                remedy: "Compute on another device with --device.")
        }
        return kernel
    }

    /// Bytes of local memory that a group takes, as the driver says.
    private func localMemory(of kernel: OpaquePointer) throws(OpenCLFailure) -> cl_ulong {
        var local: cl_ulong = 0
        try queue.driver.call("clGetKernelWorkGroupInfo") {
            $0.clGetKernelWorkGroupInfo(
                kernel, queue.device.id.pointer, cl_kernel_work_group_info(CL_KERNEL_LOCAL_MEM_SIZE),
                MemoryLayout<cl_ulong>.size, &local, nil)
        }
        return local
    }

    private func program(_ variant: Variant) throws(NeSyError) -> OpaquePointer {
        if let program = programs[variant] { return program }
        let start = ContinuousClock.now
        defer { building += ContinuousClock.now - start }
        let file = KernelFile.named(variant.file)
        // A compiler takes a define that no line of the file reads without a word.
        let unknown = variant.defines.defines.map(\.name).filter { name in
            !file.tunables.contains { $0.name == name }
        }
        precondition(unknown.isEmpty, "\(variant.file) has no tunable \(unknown)")
        let text = file.resolvedText
        let options = "-cl-std=CL1.2" + variant.defines.options
        let path = folder.map { folder in
            let identity = [ProgramCache.format, queue.device.identity, options, text].joined(separator: "\u{0}")
            return folder + "/" + SHA256.hex(identity.utf8) + ".bin"
        }
        if let path, let program = load(path) {
            loaded += 1
            programs[variant] = program
            return program
        }
        let program = try compile(text, options, variant.file)
        compiled += 1
        programs[variant] = program
        if let path { store(program, path) }
        return program
    }

    private func compile(_ text: String, _ options: String, _ file: String) throws(NeSyError) -> OpaquePointer {
        let program: OpaquePointer
        do throws(OpenCLFailure) {
            program = try queue.driver.make("clCreateProgramWithSource") { table, code in
                text.withCString { text in
                    var line: UnsafePointer<CChar>? = text
                    return table.clCreateProgramWithSource(queue.context, 1, &line, nil, code)
                }
            }
        } catch {
            throw NeSyError(error, device: queue.device.name)
        }
        do throws(OpenCLFailure) {
            try build(program, options)
            return program
        } catch {
            defer { _ = queue.driver.entry.table.clReleaseProgram(program) }
            let log = log(of: program).flatMap { $0.isEmpty ? nil : $0 }
            throw CompilationError(
                file: file, source: text, options: options, log: log ?? "\(error)",
                device: queue.device.name
            ).report(in: folder)
        }
    }

    private func build(_ program: OpaquePointer, _ options: String) throws(OpenCLFailure) {
        var id: cl_device_id? = queue.device.id.pointer
        try queue.driver.call("clBuildProgram") { $0.clBuildProgram(program, 1, &id, options, nil, nil) }
    }

    private func log(of program: OpaquePointer) -> String? {
        try? queue.driver.text("clGetProgramBuildInfo") {
            $0.clGetProgramBuildInfo(
                program, queue.device.id.pointer, cl_program_build_info(CL_PROGRAM_BUILD_LOG), $1, $2, $3)
        }
    }

    /// A program from its binary; nil when there is none that works. A driver may crash on a damaged binary, so none
    /// is handed to it whose digest, the first bytes of the file, does not agree.
    private func load(_ path: String) -> OpaquePointer? {
        guard let stored = try? FileSystem.system.read(path, limit: ProgramCache.largestBinary) else { return nil }
        let bytes = Array(stored.dropFirst(ProgramCache.digestLength))
        guard !bytes.isEmpty, stored.starts(with: SHA256.hex(bytes).utf8) else { return nil }
        var id: cl_device_id? = queue.device.id.pointer
        var size = bytes.count
        let program = try? queue.driver.make("clCreateProgramWithBinary") { table, code in
            bytes.withUnsafeBufferPointer { bytes in
                var binary = bytes.baseAddress
                return table.clCreateProgramWithBinary(queue.context, 1, &id, &size, &binary, nil, code)
            }
        }
        guard let program else { return nil }
        do throws(OpenCLFailure) {
            try build(program, "")
            return program
        } catch {
            _ = queue.driver.entry.table.clReleaseProgram(program)
            return nil
        }
    }

    private func store(_ program: OpaquePointer, _ path: String) {
        var size = 0
        let parameter = cl_program_info(CL_PROGRAM_BINARY_SIZES)
        guard
            (try? queue.driver.call("clGetProgramInfo") {
                $0.clGetProgramInfo(program, parameter, MemoryLayout<Int>.size, &size, nil)
            }) != nil, size > 0, size <= ProgramCache.largestBinary - ProgramCache.digestLength
        else { return }
        var bytes = [UInt8](repeating: 0, count: size)
        let isRead: ()? = bytes.withUnsafeMutableBufferPointer { bytes in
            var binary = bytes.baseAddress
            return try? queue.driver.call("clGetProgramInfo") {
                $0.clGetProgramInfo(
                    program, cl_program_info(CL_PROGRAM_BINARIES), MemoryLayout<UnsafeMutablePointer<UInt8>?>.size,
                    &binary, nil)
            }
        }
        guard isRead != nil, let folder else { return }
        try? FileSystem.system.makeDirectory(folder)
        try? FileSystem.system.write(path, Array(SHA256.hex(bytes).utf8) + bytes)
    }
}
