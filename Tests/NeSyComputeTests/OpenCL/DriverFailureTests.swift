import COpenCL
import NeSyTensor
import NeSyTestSupport
import Synchronization
import Testing

@testable import NeSyCompute

/// Every call of the driver fails once: what is thrown is an error that a user can read, nothing crashes, nothing of
/// the driver's is left behind, and whatever follows says the same.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct DriverFailureTests {
    /// The calls of a run, the n-th of which is to fail.
    private final class Calls: Sendable {
        private let names = Mutex([String]())
        private let failing: Int?
        private let code: cl_int

        init(failing: Int? = nil, code: cl_int = 0) {
            self.failing = failing
            self.code = code
        }

        func next(_ name: String) -> cl_int? {
            names.withLock {
                $0.append(name)
                return $0.count - 1 == failing ? code : nil
            }
        }

        var all: [String] { names.withLock { $0 } }
    }

    private static let expected: [Float] = [47, 49, 51, 53]
    private let folder = TemporaryFolder()

    /// A small piece of everything: streamed and plain uploads, scratch memory, kernels, a copy, the profile.
    private func work(_ calls: Calls) throws -> [Float] {
        var options = OpenCLOptions()
        options.profiling = true
        options.cacheFolder = folder.path
        let backend = try OpenCLBackend.open(
            #require(TestDevice.device), driver: LiveObjects.driver().intercepted(by: calls.next), options: options)
        let input = try backend.makeInputBuffer(count: 4).slice
        let sum = try backend.makeBuffer(count: 4).slice
        for round in 0..<4 {
            backend.upload([0, 1, 2, 3].map { $0 + Float(10 * round) } as [Float], to: input)
            backend.accumulate(input, times: 0.5, into: sum)
        }
        let more = try backend.makeBuffer(count: 4).slice
        backend.upload([2, 2, 2, 2] as [Float], to: more)
        let scratch = backend.scratch(1 << 17)[0].slice(offset: 0, count: 4)
        backend.copy(more, to: scratch)
        backend.accumulate(scratch, times: 1, into: sum)
        backend.fill(more, with: 15)
        backend.accumulate(more, times: 1, into: sum)
        do throws(NeSyError) {
            let values = try backend.download(sum)
            let profile = try backend.takeProfile()
            #expect(profile.contains { $0.kernel == "accumulate" && $0.launches == 6 })
            return values
        } catch {
            #expect(throws: error) { try backend.synchronize() }
            #expect(throws: error) { try backend.download(sum) }
            #expect(throws: error) { try backend.makeBuffer(count: 1) }
            throw error
        }
    }

    @Test(arguments: [CL_OUT_OF_RESOURCES, CL_INVALID_COMMAND_QUEUE, CL_OUT_OF_HOST_MEMORY])
    func anyCallMayFail(code: cl_int) throws {
        #expect(try work(Calls()) == DriverFailureTests.expected)
        let whole = Calls()
        #expect(try work(whole) == DriverFailureTests.expected)
        #expect(LiveObjects.counts.isEmpty)
        #expect(whole.all.count > 80)
        for index in whole.all.indices {
            let calls = Calls(failing: index, code: code)
            let failed = whole.all[index]
            do {
                let values = try work(calls)
                // What the cache of programs cannot have, it does without.
                let isOptional = ["clCreateProgramWithBinary", "clBuildProgram", "clGetProgramInfo"].contains(failed)
                #expect(isOptional, "call \(index), \(failed), was expected to count")
                #expect(values == DriverFailureTests.expected)
            } catch let error as NeSyError {
                #expect(error.kind == .deviceUnavailable)
                #expect(error.found?.contains(failed) == true, "\(error) of \(failed)")
            }
            try #require(LiveObjects.counts.isEmpty, "after call \(index), \(failed)")
        }
    }
}
