import COpenCL

/// A device made ready: its context, the queue of the kernels and the queue of the uploads, each in order.
final class OpenCLQueue: @unchecked Sendable {
    let driver: OpenCLDriver
    let device: OpenCLDevice
    let context: OpaquePointer
    let kernels: OpaquePointer
    let uploads: OpaquePointer

    /// - Parameter profiling: whether every kernel notes when it began and ended.
    init(_ device: OpenCLDevice, driver: OpenCLDriver, profiling: Bool) throws(OpenCLFailure) {
        self.driver = driver
        self.device = device
        var id: cl_device_id? = device.id.pointer
        let context = try driver.make("clCreateContext") { $0.clCreateContext(nil, 1, &id, nil, nil, $1) }
        func queue(_ properties: cl_command_queue_properties) throws(OpenCLFailure) -> OpaquePointer {
            try driver.make("clCreateCommandQueue") {
                $0.clCreateCommandQueue(context, device.id.pointer, properties, $1)
            }
        }
        var first: OpaquePointer?
        do throws(OpenCLFailure) {
            kernels = try queue(profiling ? cl_command_queue_properties(CL_QUEUE_PROFILING_ENABLE) : 0)
            first = kernels
            uploads = try queue(0)
        } catch {
            if let first { _ = driver.entry.table.clReleaseCommandQueue(first) }
            _ = driver.entry.table.clReleaseContext(context)
            throw error
        }
        self.context = context
    }

    deinit {
        let table = driver.entry.table
        // What is still queued may read memory that goes with this object.
        _ = table.clFinish(uploads)
        _ = table.clFinish(kernels)
        _ = table.clReleaseCommandQueue(uploads)
        _ = table.clReleaseCommandQueue(kernels)
        _ = table.clReleaseContext(context)
    }
}
