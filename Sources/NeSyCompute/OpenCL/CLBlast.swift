import COpenCL
import NeSyTensor
import Synchronization

/// The CLBlast library of this machine, opened at run time at its first use. Releases before 1.6.1 may not be called
/// from several threads at once, so one lock guards the whole process.
final class CLBlast: Sendable {
    /// Nil where there is no such library.
    static let system: CLBlast? = {
        var table = nesy_clblast()
        return nesy_clblast_open(&table) == nil ? CLBlast(table) : nil
    }()

    private struct EntryPoints: @unchecked Sendable {
        let table: nesy_clblast
    }

    private let entry: Mutex<EntryPoints>

    private init(_ table: nesy_clblast) { entry = Mutex(EntryPoints(table: table)) }

    /// Makes a call; whether it succeeded.
    func call(_ body: (nesy_clblast) -> Int32?) -> Bool { entry.withLock { body($0.table) } == 0 }

    /// Replaces the parameters that the library has for a kernel ("Xgemm") on a device, all of them at once.
    /// - Returns: whether the library took them.
    func override(_ kernel: String, with parameters: [String: Int], on device: OpenCLDevice) -> Bool {
        let sorted = parameters.sorted { $0.key < $1.key }
        let values = sorted.map(\.value)
        // The names, one behind the other, each ended by a zero.
        var text: [CChar] = []
        var starts: [Int] = []
        for (name, _) in sorted {
            starts.append(text.count)
            text += name.utf8CString
        }
        return call { table in
            text.withUnsafeBufferPointer { text -> Int32? in
                guard let base = text.baseAddress else { return nil }
                return table.overrideParameters?(
                    device.id.pointer, kernel, Int32(NESY_CLBLAST_SINGLE), values.count,
                    starts.map { base + $0 }, values)
            }
        }
    }
}

extension OpenCLBackend {
    /// Hands the parameters of the options to CLBlast, where there is one.
    /// - Throws: a usage error when it does not take them.
    func overrideCLBlastParameters() throws(NeSyError) {
        if options.clblastParameters.isEmpty { return }
        guard let library = CLBlast.system else { return }
        for (kernel, parameters) in options.clblastParameters {
            guard library.override(kernel, with: parameters, on: information) else {
                throw NeSyError(
                    .usage, "CLBlast does not take the parameters of a kernel.", at: kernel,
                    expected: "every parameter of the kernel", found: "\(parameters)")
            }
        }
    }

    /// Queues a product with CLBlast; false where it refuses, and nothing was queued.
    func multiplyByCLBlast(
        _ operation: MatrixProduct, left: BufferSlice, right: BufferSlice, result: BufferSlice
    ) -> Bool {
        guard let library = CLBlast.system else { return false }
        func transpose(_ transposes: Bool) -> Int32 {
            Int32((transposes ? NESY_CLBLAST_TRANSPOSE : NESY_CLBLAST_NO_TRANSPOSE))
        }
        let layout = Int32(NESY_CLBLAST_ROW_MAJOR)
        let strides = operation.strides
        var isQueued = false
        queueing { state throws(OpenCLFailure) in
            var queue: cl_command_queue? = self.queue.kernels
            var event: cl_event?
            let (a, b, c) = (left.openCL.handle, right.openCL.handle, result.openCL.handle)
            isQueued = library.call { table in
                withUnsafeMutablePointer(to: &event) { event -> Int32? in
                    let noted = options.profiling ? event : nil
                    if operation.batch == 1 {
                        return table.sgemm?(
                            layout, transpose(operation.transposesLeft), transpose(operation.transposesRight),
                            operation.rows, operation.columns, operation.depth, operation.alpha, a, left.offset,
                            operation.leftPitch, b, right.offset, operation.rightPitch, operation.beta, c,
                            result.offset, operation.columns, &queue, noted)
                    }
                    return table.sgemmStridedBatched?(
                        layout, transpose(operation.transposesLeft), transpose(operation.transposesRight),
                        operation.rows, operation.columns, operation.depth, operation.alpha, a, left.offset,
                        operation.leftPitch, strides.left, b, right.offset, operation.rightPitch, strides.right,
                        operation.beta, c, result.offset, operation.columns, strides.result, operation.batch, &queue,
                        noted)
                }
            }
            guard isQueued else { return }
            state.statistics.launches += 1
            if let event { state.profile.append(("CLBlastSgemm", event)) }
        }
        return isQueued
    }
}
