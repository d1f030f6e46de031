import Foundation
import NeSyCompute
import NeSyTensor
import Testing

/// The case list on an OpenCL device, with the CPU as the oracle.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct OpenCLConformanceTests {
    /// All cases, or those of the operations whose names begin as the environment variable says.
    static let cases = ConformanceCase.all.filter { testCase in
        testCase.operation.hasPrefix(ProcessInfo.processInfo.environment["NESY_CASES"] ?? "")
    }

    /// Where slices begin. Aligned memory has its own variants of kernels.
    static let margins = [13, 16]

    @Test(arguments: cases, margins) func outputsAreThoseOfTheCPU(testCase: ConformanceCase, margin: Int) throws {
        let backend = try #require(TestDevice.backend)
        let expected = try testCase.outputs(on: CPUBackend(pool: WorkerPool(threadCount: 1)))
        for (found, expected) in zip(try testCase.outputs(on: backend, margin: margin), expected) {
            if expected.isExact {
                #expect(found.values == expected.values, "\(expected.name)")
            } else {
                #expect(relativeError(found.values, expected.values) < 1e-5, "\(expected.name)")
            }
        }
    }

    @Test(arguments: cases) func twoRunsGiveTheSameBits(testCase: ConformanceCase) throws {
        let backend = try #require(TestDevice.backend)
        for (a, b) in zip(try testCase.outputs(on: backend), try testCase.outputs(on: backend)) {
            #expect(a.values.map(\.bitPattern) == b.values.map(\.bitPattern), "\(a.name)")
        }
    }
}
