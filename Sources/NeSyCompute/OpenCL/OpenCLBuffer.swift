import COpenCL

/// Memory of an OpenCL device.
///
/// A streamed buffer is one that the host fills batch after batch: it has two halves, and every upload goes to the
/// one that the running kernels do not read, so that it need not wait for them.
final class OpenCLBuffer: DeviceBuffer, @unchecked Sendable {
    private let driver: OpenCLDriver
    /// Empty when the memory could not be had and the backend has failed.
    private let memory: [OpaquePointer]
    let streaming: Streaming?
    private(set) var current = 0
    private let meter: MemoryMeter
    private let bytes: Int

    /// What keeps the halves of a streamed buffer apart.
    final class Streaming {
        /// Page-locked memory of the host, one run for each half, and the buffers it belongs to.
        var staging: [(memory: OpaquePointer, address: UnsafeMutableRawPointer)] = []
        /// The upload into each half.
        var uploaded: [OpaquePointer?] = [nil, nil]
        /// When the kernels that read each half are done.
        var released: [OpaquePointer?] = [nil, nil]
    }

    init(
        driver: OpenCLDriver, memory: [OpaquePointer], bytes: Int, count: Int, meter: MemoryMeter,
        streaming: Streaming? = nil
    ) {
        self.driver = driver
        self.memory = memory
        self.streaming = streaming
        self.meter = meter
        self.bytes = bytes
        meter.add(bytes)
        super.init(count: count)
    }

    /// What kernels read and write now.
    var handle: OpaquePointer? { memory.isEmpty ? nil : memory[current] }

    /// Turns to the other half.
    func flip() { current = 1 - current }

    deinit {
        meter.add(-bytes)
        let table = driver.entry.table
        // The driver frees memory and events when the last command that needs them is done.
        for handle in memory { _ = table.clReleaseMemObject(handle) }
        guard let streaming else { return }
        for event in streaming.uploaded + streaming.released {
            if let event {
                // Staging memory is read until the upload is over.
                var waited: cl_event? = event
                _ = table.clWaitForEvents(1, &waited)
                _ = table.clReleaseEvent(event)
            }
        }
        for run in streaming.staging { _ = table.clReleaseMemObject(run.memory) }
    }
}

extension BufferSlice {
    /// The buffer, as one of an OpenCL device.
    var openCL: OpenCLBuffer {
        guard let found = buffer as? OpenCLBuffer else {
            preconditionFailure("a buffer of another device was handed to an OpenCL device")
        }
        return found
    }
}
