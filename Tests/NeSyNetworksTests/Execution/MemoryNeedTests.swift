import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct MemoryNeedTests {
    @Test(arguments: [NetworkExecution.Mode.training, .inference])
    func aBatchThatIsTooLargeNamesTheLargestThatFits(mode: NetworkExecution.Mode) throws {
        let backend = CPUBackend()
        let graph = try Architecture("vgg11").graph(
            input: FeatureShape(height: 64, width: 64, channels: 3), classes: 10)
        let network = try Network(graph, on: backend, seed: 0)
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
}
