import CMicro
import NeSyTensor

extension CPUBackend {
    public var memory: DeviceMemory {
        DeviceMemory(total: HostBuffer.installedMemory, largestBuffer: HostBuffer.installedMemory, inUse: 0)
    }

    public func makeBuffer(count: Int) throws(NeSyError) -> DeviceBuffer { try HostBuffer(zeros: count) }

    public func makeInputBuffer(count: Int) throws(NeSyError) -> DeviceBuffer { try makeBuffer(count: count) }

    /// Operations are carried out when they are called.
    public func synchronize() {}

    public func upload(_ values: [Float], to slice: BufferSlice) {
        slice.require(values.count, "upload")
        let to = slice.floats
        values.withUnsafeBufferPointer { source in
            guard let from = source.baseAddress else { return }
            forEachRange(source.count) { (to + $0.lowerBound).update(from: from + $0.lowerBound, count: $0.count) }
        }
    }

    public func upload(_ values: [Int32], to slice: BufferSlice) {
        slice.require(values.count, "upload")
        values.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { slice.integers.update(from: base, count: source.count) }
        }
    }

    public func download(_ slice: BufferSlice) -> [Float] {
        Array(UnsafeBufferPointer(start: slice.floats, count: slice.count))
    }

    public func downloadIntegers(_ slice: BufferSlice) -> [Int32] {
        Array(UnsafeBufferPointer(start: slice.integers, count: slice.count))
    }

    public func fill(_ slice: BufferSlice, with value: Float) {
        let to = slice.floats
        forEachRange(slice.count) { (to + $0.lowerBound).update(repeating: value, count: $0.count) }
    }

    public func copy(_ source: BufferSlice, to target: BufferSlice) {
        target.require(source.count, "target")
        let (from, to) = (source.floats, target.floats)
        forEachRange(source.count) { (to + $0.lowerBound).update(from: from + $0.lowerBound, count: $0.count) }
    }

    public func accumulate(_ source: BufferSlice, times factor: Float, into target: BufferSlice) {
        target.require(source.count, "target")
        let (from, to) = (source.floats, target.floats)
        forEachRange(source.count) { range in
            nesy_accumulate(level, from + range.lowerBound, factor, to + range.lowerBound, range.count)
        }
    }

    public func containsNonFinite(_ slice: BufferSlice) -> Bool {
        nesy_has_nonfinite(slice.floats, slice.count) != 0
    }
}
