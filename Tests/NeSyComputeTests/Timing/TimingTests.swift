import NeSyTensor
import Testing

@testable import NeSyCompute

@Suite(.serialized) struct TimingTests {
    private var bench: TimingBench {
        var bench = TimingBench()
        bench.samples = 3
        bench.sampleSeconds = 0
        return bench
    }

    /// The work, its sizes known: 2 * 3 * 4 * 5 operations on 4 * (3 * 5 + 5 * 4 + 3 * 4) bytes.
    private let product = TimingCase.product(MatrixProduct(rows: 3, columns: 4, depth: 5))

    @Test func operationsAndBytesAreThoseOfTheWork() throws {
        #expect(product.operations == 120)
        #expect(product.bytes == 188)
        let convolution = try Convolution(
            batch: 2, height: 4, width: 4, inputChannels: 3, outputChannels: 5, kernel: 3, padding: 1)
        for testCase in TimingCase.convolution(convolution) {
            #expect(testCase.operations == Double(2 * (2 * 4 * 4 * 5) * (3 * 3 * 3)))
        }
        #expect(TimingCase.memory(count: 100).map(\.bytes) == [400, 800])
    }

    @Test func everyContestantIsTimed() throws {
        let cpu = CPUBackend(pool: WorkerPool(threadCount: 1))
        let contestants =
            [TimingBench.Contestant(unprofiled: cpu)] + (try TestDevice.makeBackend().map { [try .init($0)] } ?? [])
        let cases =
            [product] + TimingCase.memory(count: 1000)
            + TimingCase.pooling(try Pooling(.maximum, batch: 1, height: 4, width: 4, channels: 3, kernel: 2))
            + TimingCase.convolution(
                try Convolution(batch: 1, height: 4, width: 4, inputChannels: 3, outputChannels: 4, kernel: 3))
        for testCase in cases {
            let timings = try bench.time(testCase, on: contestants)
            #expect(timings.count == contestants.count)
            for timing in timings {
                #expect(timing.seconds > 0 && timing.fastest <= timing.seconds && timing.seconds <= timing.slowest)
                #expect(timing.compileSeconds <= timing.firstSeconds)
                #expect((timing.gigabytesPerSecond(of: testCase) ?? 0) > 0)
            }
            #expect(timings[0].kernelSeconds == nil)
            if timings.count > 1, testCase.name != "copy" {
                #expect((timings[1].kernelSeconds ?? 0) > 0 && (timings[1].launches ?? 0) > 0, "\(testCase)")
            }
        }
    }

    @Test(arguments: [([3], 3), ([4, 1], 2.5), ([9, 1, 2], 2), ([1, 2, 3, 10], 2.5)] as [([Double], Double)])
    func theMedianIsInTheMiddle(values: [Double], median: Double) {
        #expect(values.median == median)
    }
}
