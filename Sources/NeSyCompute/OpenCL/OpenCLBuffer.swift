import COpenCL

/// Memory of an OpenCL device.
///
/// A streamed buffer is one that the host fills batch after batch: it has two halves, and every upload goes to the
/// one that the running kernels do not read, so that it need not wait for them.
final class OpenCLBuffer: DeviceBuffer, @unchecked Sendable {
    private let queue: OpenCLQueue
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

        /// Gives everything back when the uploads, which read the staging memory, are over.
        func release(_ queue: OpenCLQueue) {
            let table = queue.driver.entry.table
            for event in (uploaded + released).compactMap(\.self) {
                var waited: cl_event? = event
                _ = table.clWaitForEvents(1, &waited)
                _ = table.clReleaseEvent(event)
            }
            for run in staging {
                _ = table.clEnqueueUnmapMemObject(queue.uploads, run.memory, run.address, 0, nil, nil)
                _ = table.clReleaseMemObject(run.memory)
            }
            _ = table.clFlush(queue.uploads)
        }
    }

    init(
        queue: OpenCLQueue, memory: [OpaquePointer], bytes: Int, count: Int, meter: MemoryMeter,
        streaming: Streaming? = nil
    ) {
        self.queue = queue
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
        let table = queue.driver.entry.table
        // The driver frees memory when the last command that needs it is done.
        for handle in memory { _ = table.clReleaseMemObject(handle) }
        streaming?.release(queue)
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
