import COpenCL
import NeSyTensor

extension OpenCLBackend {
    public var memory: DeviceMemory {
        // Transformed images and weights and their products, with room for the partial sums of a split product.
        let scratch = options.convolutionWorkspace * 3
        let taken = locked { $0.scratch?.count ?? 0 } * 4
        return DeviceMemory(
            total: limits.globalMemory, largestBuffer: limits.largestBuffer, inUse: meter.current,
            reserve: max(0, scratch - taken))
    }

    public func makeBuffer(count: Int) throws(NeSyError) -> DeviceBuffer { try make(count, streamed: false) }

    public func makeInputBuffer(count: Int) throws(NeSyError) -> DeviceBuffer { try make(count, streamed: true) }

    private func make(_ count: Int, streamed: Bool) throws(NeSyError) -> OpenCLBuffer {
        precondition(count >= 0)
        let result: Result<OpenCLBuffer, NeSyError> = locked { state in
            if let failure = state.failure { return .failure(failure) }
            return Result { () throws(NeSyError) in try allocate(count, streamed: streamed) }
        }
        return try result.get()
    }

    /// Memory of zeros.
    func allocate(_ count: Int, streamed: Bool = false) throws(NeSyError) -> OpenCLBuffer {
        let (bytes, overflows) = count.multipliedReportingOverflow(by: 4)
        guard !overflows, bytes <= limits.largestBuffer else {
            throw outOfMemory(count, "at most \(limits.largestBuffer) bytes for one buffer")
        }
        // No buffer of nothing, and whole vectors of four.
        let size = max(16, (bytes + 15) & ~15)
        let driver = queue.driver
        var made: [OpaquePointer] = []
        let streaming = streamed ? OpenCLBuffer.Streaming() : nil
        do throws(OpenCLFailure) {
            for _ in 0..<(streamed ? 2 : 1) {
                let memory = try driver.make("clCreateBuffer") {
                    $0.clCreateBuffer(queue.context, cl_mem_flags(CL_MEM_READ_WRITE), size, nil, $1)
                }
                made.append(memory)
                var zero: cl_uint = 0
                // Drivers promise memory when a buffer is made and look for it at the first command.
                try driver.call("clEnqueueFillBuffer") {
                    $0.clEnqueueFillBuffer(queue.kernels, memory, &zero, 4, 0, size, 0, nil, nil)
                }
                if let streaming { streaming.staging.append(try makeStaging(size)) }
            }
        } catch {
            for memory in made { _ = driver.entry.table.clReleaseMemObject(memory) }
            streaming?.release(queue)
            guard error.isOutOfMemory || error.code == CL_OUT_OF_RESOURCES else {
                throw NeSyError(error, device: information.name)
            }
            throw outOfMemory(
                count,
                "\(limits.globalMemory) bytes in all, \(meter.current) in use (\(error))")
        }
        return OpenCLBuffer(
            queue: queue, memory: made, bytes: size * made.count, count: count, meter: meter, streaming: streaming)
    }

    /// Page-locked memory of the host, from which a device reads without a copy between.
    private func makeStaging(
        _ size: Int
    ) throws(OpenCLFailure) -> (memory: OpaquePointer, address: UnsafeMutableRawPointer) {
        let memory = try queue.driver.make("clCreateBuffer") {
            $0.clCreateBuffer(
                queue.context, cl_mem_flags(CL_MEM_READ_WRITE | CL_MEM_ALLOC_HOST_PTR), size, nil, $1)
        }
        do throws(OpenCLFailure) {
            let address = try queue.driver.make("clEnqueueMapBuffer") {
                $0.clEnqueueMapBuffer(
                    queue.uploads, memory, cl_bool(CL_TRUE), cl_map_flags(CL_MAP_WRITE), 0, size, 0, nil, nil, $1)
            }
            return (memory, address)
        } catch {
            _ = queue.driver.entry.table.clReleaseMemObject(memory)
            throw error
        }
    }

    private func outOfMemory(_ count: Int, _ found: String) -> NeSyError {
        NeSyError(
            .deviceUnavailable, "There is not enough memory on the device.", at: information.name,
            expected: "\(count) values of four bytes (\(Double(count) * 4 / 1e9) GB)", found: found,
            remedy: "Use smaller batches, smaller images or a smaller network.")
    }

    public func upload(_ values: [Float], to slice: BufferSlice) {
        slice.require(values.count, "upload")
        values.withUnsafeBytes { upload($0, to: slice) }
    }

    public func upload(_ values: [Int32], to slice: BufferSlice) {
        slice.require(values.count, "upload")
        values.withUnsafeBytes { upload($0, to: slice) }
    }

    private func upload(_ bytes: UnsafeRawBufferPointer, to slice: BufferSlice) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        queueing { state throws(OpenCLFailure) in
            state.statistics.uploadedBytes += bytes.count
            if let streaming = slice.openCL.streaming {
                try stream(source, bytes.count, to: slice, streaming)
            } else {
                try write(source, bytes.count, to: slice, &state)
            }
        }
    }

    /// Queues an upload between kernels, from a copy that lives until the device has read it.
    private func write(
        _ source: UnsafeRawPointer, _ count: Int, to slice: BufferSlice, _ state: inout State
    ) throws(OpenCLFailure) {
        releaseFinishedUploads(&state)
        let copy = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
        copy.copyMemory(from: source, byteCount: count)
        var event: cl_event?
        do throws(OpenCLFailure) {
            try queue.driver.call("clEnqueueWriteBuffer") {
                $0.clEnqueueWriteBuffer(
                    queue.kernels, slice.openCL.handle, cl_bool(CL_FALSE), slice.offset * 4, count, copy, 0, nil,
                    &event)
            }
        } catch {
            copy.deallocate()
            throw error
        }
        if let event { state.uploads.append((event, copy)) }
    }

    private func releaseFinishedUploads(_ state: inout State) {
        let table = queue.driver.entry.table
        while let first = state.uploads.first {
            var status = CL_QUEUED
            _ = table.clGetEventInfo(
                first.event, cl_event_info(CL_EVENT_COMMAND_EXECUTION_STATUS), MemoryLayout<cl_int>.size, &status, nil)
            // Below zero is a command that failed; it no longer reads either.
            if status > CL_COMPLETE { return }
            _ = table.clReleaseEvent(first.event)
            first.bytes.deallocate()
            state.uploads.removeFirst()
        }
    }

    /// Fills the half of a streamed buffer that no kernel reads, beside the kernels that still run.
    private func stream(
        _ source: UnsafeRawPointer, _ count: Int, to slice: BufferSlice, _ streaming: OpenCLBuffer.Streaming
    ) throws(OpenCLFailure) {
        let buffer = slice.openCL
        let driver = queue.driver
        let old = buffer.current
        // Kernels queued so far may read the old half; it is free when they are done.
        var released: cl_event?
        try driver.call("clEnqueueMarkerWithWaitList") {
            $0.clEnqueueMarkerWithWaitList(queue.kernels, 0, nil, &released)
        }
        replace(&streaming.released[old], with: released)
        try driver.call("clFlush") { $0.clFlush(queue.kernels) }
        buffer.flip()
        let new = buffer.current
        if streaming.uploaded[new] != nil {
            // The batch before the last: its upload must be over before the staging memory is written again.
            try driver.call("clWaitForEvents") { $0.clWaitForEvents(1, &streaming.uploaded[new]) }
        }
        streaming.staging[new].address.copyMemory(from: source, byteCount: count)
        var uploaded: cl_event?
        // No kernel has read a half that is used for the first time, but it is still to be filled with zeros.
        let before = [streaming.released[new] ?? streaming.released[old]]
        try driver.call("clEnqueueWriteBuffer") {
            $0.clEnqueueWriteBuffer(
                queue.uploads, buffer.handle, cl_bool(CL_FALSE), slice.offset * 4, count,
                streaming.staging[new].address, 1, before, &uploaded)
        }
        replace(&streaming.uploaded[new], with: uploaded)
        try driver.call("clFlush") { $0.clFlush(queue.uploads) }
        try driver.call("clEnqueueBarrierWithWaitList") {
            $0.clEnqueueBarrierWithWaitList(queue.kernels, 1, &streaming.uploaded[new], nil)
        }
    }

    private func replace(_ event: inout OpaquePointer?, with other: OpaquePointer?) {
        if let event { _ = queue.driver.entry.table.clReleaseEvent(event) }
        event = other
    }

    public func download(_ slice: BufferSlice) throws(NeSyError) -> [Float] { try read(slice, zero: 0) }

    public func downloadIntegers(_ slice: BufferSlice) throws(NeSyError) -> [Int32] { try read(slice, zero: 0) }

    private func read<Value: BitwiseCopyable>(_ slice: BufferSlice, zero: Value) throws(NeSyError) -> [Value] {
        var values = [Value](repeating: zero, count: slice.count)
        try settling { state throws(OpenCLFailure) in
            guard slice.count > 0 else { return }
            try queue.driver.call("clEnqueueReadBuffer") { table in
                values.withUnsafeMutableBytes {
                    table.clEnqueueReadBuffer(
                        queue.kernels, slice.openCL.handle, cl_bool(CL_TRUE), slice.offset * 4, $0.count,
                        $0.baseAddress, 0, nil, nil)
                }
            }
            state.statistics.waits += 1
            state.statistics.downloadedBytes += slice.count * 4
            releaseFinishedUploads(&state)
        }
        return values
    }

    public func synchronize() throws(NeSyError) {
        try settling { state throws(OpenCLFailure) in
            try queue.driver.call("clFinish") { $0.clFinish(queue.kernels) }
            state.statistics.waits += 1
            releaseFinishedUploads(&state)
        }
    }

    public func fill(_ slice: BufferSlice, with value: Float) {
        run(
            "fill", in: "elementwise/fill.cl", over: .striding(slice.count, on: limits), .slice(slice),
            .long(slice.count), .float(value))
    }

    public func copy(_ source: BufferSlice, to target: BufferSlice) {
        target.require(source.count, "target")
        queueing { _ throws(OpenCLFailure) in
            guard source.count > 0 else { return }
            try queue.driver.call("clEnqueueCopyBuffer") {
                $0.clEnqueueCopyBuffer(
                    queue.kernels, source.openCL.handle, target.openCL.handle, source.offset * 4, target.offset * 4,
                    source.count * 4, 0, nil, nil)
            }
        }
    }

    public func accumulate(_ source: BufferSlice, times factor: Float, into target: BufferSlice) {
        target.require(source.count, "target")
        run(
            "accumulate", in: "elementwise/accumulate.cl", over: .striding(source.count, on: limits), .slice(source),
            .slice(target), .long(source.count), .float(factor))
    }

    public func containsNonFinite(_ slice: BufferSlice) throws(NeSyError) -> Bool {
        let found = scratch(1)[0]
        fill(found, with: 0)
        let width = Lanes.width(of: slice)
        run(
            "find_nonfinite", in: "reduce/nonfinite.cl", defines: ["WIDTH": width],
            over: .striding((slice.count + width - 1) / width, on: limits), .slice(slice), .slice(found),
            .count(slice.count))
        return try downloadIntegers(found)[0] != 0
    }
}
