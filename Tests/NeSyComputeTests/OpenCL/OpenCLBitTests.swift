import NeSyCompute
import NeSyTensor
import Testing

/// Products of bits whose slices begin where words are read four at a time, which the case list never does.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct OpenCLBitTests {
    @Test(arguments: [(511, 70, 65), (3000, 3, 130), (100_000, 5, 4)])
    func alignedColumnsCountAsOnTheCPU(rows: Int, left: Int, right: Int) throws {
        let device = try #require(TestDevice.backend)
        let o = BitProduct(rows: rows, leftColumns: left, rightColumns: right)
        let counts: [[Int32]] = try [CPUBackend() as any ComputeBackend, device].map { backend in
            let a = try bits(rows: rows, columns: left, stream: 1, on: backend)
            let b = try bits(rows: rows, columns: right, stream: 2, on: backend)
            let target = try backend.buffer([Int32](repeating: 7, count: left * right))
            backend.countSharedRows(o, left: a, right: b, counts: target, accumulate: false)
            backend.countSharedRows(o, left: a, right: b, counts: target, accumulate: true)
            return try backend.downloadIntegers(target)
        }
        #expect(counts[0] == counts[1])
    }

    /// Bits of normal values, made on the device.
    private func bits(rows: Int, columns: Int, stream: UInt64, on backend: any ComputeBackend) throws -> BufferSlice {
        let o = Binarization(rows: rows, columns: columns)
        let target = try backend.makeBuffer(count: columns * o.columnCount).slice
        let thresholds = try backend.buffer((0..<columns).map { Float($0 % 7 - 3) / 4 })
        let values = try backend.buffer(randomValues(rows * columns, stream: stream))
        backend.binarize(o, values: values, thresholds: thresholds, bits: target)
        return target
    }
}
