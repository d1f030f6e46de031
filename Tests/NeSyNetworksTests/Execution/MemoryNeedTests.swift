import NeSyTensor
import Synchronization
import Testing

@testable import NeSyCompute
@testable import NeSyNetworks

@Suite struct MemoryNeedTests {
    private func network(on backend: any ComputeBackend) throws -> Network {
        let graph = try Architecture("vgg11").graph(
            input: FeatureShape(height: 64, width: 64, channels: 3), classes: 10)
        return try Network(graph, on: backend, seed: 0)
    }

    @Test(arguments: [NetworkExecution.Mode.training, .inference])
    func aBatchThatIsTooLargeNamesTheLargestThatFits(mode: NetworkExecution.Mode) throws {
        let network = try network(on: CPUBackend())
        let error = #expect(throws: NeSyError.self) {
            try NetworkExecution(network, capacity: 50_000_000, mode: mode)
        }
        #expect(error?.kind == .deviceUnavailable)
        let words = error?.remedy?.split(separator: " ") ?? []
        let fitting = try #require(words.dropFirst().first.flatMap { Int($0) }, "\(error?.remedy ?? "no remedy")")
        #expect(words.first == "--batch-size")
        let need = MemoryNeed(network: network, mode: mode, kept: [])
        #expect(throws: Never.self) { try need.check(capacity: fitting) }
        #expect(throws: NeSyError.self) { try need.check(capacity: fitting + 1) }
    }

    @Test func whatAnOptimizerKeepsIsCounted() throws {
        let network = try network(on: CPUBackend())
        let moments = [network.parameters.count, network.parameters.count]
        func need(_ beside: [Int]) throws -> Int {
            let error = try #require(throws: NeSyError.self) {
                try NetworkExecution(network, capacity: 50_000_000, mode: .training, beside: beside)
            }
            return try #require(error.expected?.split(separator: " ").first.flatMap { Int($0) })
        }
        let megabytes = Double(8 * network.parameters.count) / 1e6
        #expect(abs(Double(try need(moments) - need([])) - megabytes) <= 1)
    }

    /// The n-th buffer is not to be had, though the device said that there is memory.
    @Test(.enabled(if: TestDevice.isPresent, "there is no OpenCL device"), arguments: [1, 2, 3, 5, 8])
    func lessMemoryThanTheDeviceSaidIsExplained(call: Int) throws {
        let left = Atomic(Int.max)
        let backend = try backend { name in
            guard name == "clCreateBuffer" else { return nil }
            return left.wrappingSubtract(1, ordering: .relaxed).newValue == 0 ? -4 : nil
        }
        let network = try network(on: backend)
        left.store(call, ordering: .relaxed)
        let error = #expect(throws: NeSyError.self) { try NetworkExecution(network, capacity: 2, mode: .training) }
        #expect(error?.remedy == "--batch-size 1 fits.")
        #expect(error?.found?.contains("CL_MEM_OBJECT_ALLOCATION_FAILURE") == true)
    }

    @Test(.enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
    func aLostDeviceIsNoMatterOfMemory() throws {
        let isLost = Atomic(false)
        let backend = try backend { _ in isLost.load(ordering: .relaxed) ? -36 : nil }
        let network = try network(on: backend)
        isLost.store(true, ordering: .relaxed)
        let first = #expect(throws: NeSyError.self) { try NetworkExecution(network, capacity: 2, mode: .training) }
        #expect(first?.found?.contains("clCreateBuffer: CL_INVALID_COMMAND_QUEUE") == true)
        #expect(throws: NeSyError.self) { try backend.synchronize() }
        let later = #expect(throws: NeSyError.self) { try NetworkExecution(network, capacity: 2, mode: .training) }
        #expect(later?.found?.contains("clFinish: CL_INVALID_COMMAND_QUEUE") == true)
        for error in [first, later] { #expect(error?.remedy?.contains("--batch-size") == false) }
    }

    private func backend(failing: @escaping OpenCLDriver.Interceptor) throws -> OpenCLBackend {
        try OpenCLBackend.open(
            #require(TestDevice.device), driver: OpenCLDriver.system.get().intercepted(by: failing),
            options: OpenCLOptions())
    }
}
