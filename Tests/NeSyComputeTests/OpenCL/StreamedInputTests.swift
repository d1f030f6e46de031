import Testing

@testable import NeSyCompute

/// Buffers that are filled batch after batch while kernels still read the batch before.
@Suite(.enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct StreamedInputTests {
    /// Every kernel sees the batch that was uploaded last before it was queued, though nothing waits between.
    @Test func everyKernelSeesItsOwnBatch() throws {
        let backend = try #require(try TestDevice.makeBackend())
        let count = 20_000
        let input = try backend.makeInputBuffer(count: count).slice
        let plain = try backend.makeBuffer(count: count).slice
        let rounds = 300
        let seen = try backend.makeBuffer(count: rounds * 3).slice
        let waits = backend.statistics.waits
        for round in 0..<rounds {
            let first = [Float](repeating: Float(round), count: count)
            let second = (0..<count).map { Float(round * 2 + $0) }
            backend.upload(first, to: input)
            // Work that keeps the device behind the host.
            for _ in 0..<3 { backend.accumulate(input, times: 1, into: plain) }
            backend.copy(input.slice(offset: count - 1, count: 1), to: seen.slice(offset: round * 3, count: 1))
            backend.upload(second, to: input)
            backend.copy(input.slice(offset: 0, count: 1), to: seen.slice(offset: round * 3 + 1, count: 1))
            backend.copy(input.slice(offset: count - 1, count: 1), to: seen.slice(offset: round * 3 + 2, count: 1))
        }
        #expect(backend.statistics.waits == waits)
        var expected: [Float] = []
        for round in 0..<rounds {
            expected += [Float(round), Float(round * 2), Float(round * 2 + count - 1)]
        }
        #expect(try backend.download(seen) == expected)
        let total = Float(3 * rounds * (rounds - 1) / 2)
        #expect(try backend.download(plain) == [Float](repeating: total, count: count))
    }

    /// Memory begins as zeros, which the device writes when it comes to it: not after the first batch.
    @Test func theFirstBatchIsKept() throws {
        let backend = try #require(try TestDevice.makeBackend())
        let values = (0..<300_000).map { Float($0 + 1) }
        for _ in 0..<20 {
            let input = try backend.makeInputBuffer(count: values.count).slice
            backend.upload(values, to: input)
            #expect(try backend.download(input) == values)
        }
    }

    @Test func aStreamedBufferReadsBackWhatWasUploaded() throws {
        let backend = try #require(try TestDevice.makeBackend())
        let input = try backend.makeInputBuffer(count: 9).slice
        #expect(try backend.download(input) == [Float](repeating: 0, count: 9))
        for round in 0..<5 {
            let values = (0..<9).map { Int32($0 * 100 + round) }
            backend.upload(values, to: input)
            #expect(try backend.downloadIntegers(input) == values)
        }
    }
}
