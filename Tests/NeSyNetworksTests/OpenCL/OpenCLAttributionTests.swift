import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

/// Gradients of images on an OpenCL device, with the CPU as the oracle.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct OpenCLAttributionTests {
    static func imageGradient(of graph: NetworkGraph, tap: String, on backend: any ComputeBackend) throws -> [Float] {
        let network = try Network(graph, on: backend, initializer: .glorotNormal, seed: 11)
        let random = CounterRandom(seed: 3, stream: 1)
        backend.upload((0..<network.statistics.count).map { 0.2 + random.uniform(UInt64($0)) }, to: network.statistics)
        let execution = try NetworkExecution(network, capacity: 2, mode: .attribution, keeping: [tap])
        try execution.load(SmallNetworks.batch(for: graph, count: 2))
        execution.forward()
        execution.backward { _, _, gradient in backend.fill(gradient, with: 0.5) }
        return try backend.download(execution.imageGradient)
    }

    @Test(arguments: ["normalized", "preactivated", "joining"])
    func gradientsAreThoseOfTheCPU(name: String) throws {
        let graph =
            name == "preactivated" ? try SmallNetworks.preactivated() : try NetworkExecutionTests.graph(name)
        let device = try #require(try TestDevice.makeBackend())
        let found = try Self.imageGradient(of: graph, tap: "output", on: device)
        let expected = try Self.imageGradient(
            of: graph, tap: "output", on: CPUBackend(pool: WorkerPool(threadCount: 2)))
        let largest = expected.reduce(0) { max($0, abs($1)) }
        #expect(largest > 1e-4)
        for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 1e-4 * largest) }
    }
}
