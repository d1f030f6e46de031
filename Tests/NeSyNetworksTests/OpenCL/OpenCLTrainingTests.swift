import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

/// Whole trainings on an OpenCL device, with the CPU as the oracle.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct OpenCLTrainingTests {
    /// Images whose classes differ in brightness and direction of their stripes.
    static func stripes(count: Int, classes: Int, size: Int) throws -> MemoryBatches {
        let random = CounterRandom(seed: 5, stream: 1)
        let labels = (0..<count).map { Int32($0 % classes) }
        var pixels: [Float] = []
        for image in 0..<count {
            let label = Int(labels[image])
            for y in 0..<size {
                for x in 0..<size {
                    let wave = (label % 2 == 0 ? x : y) / 2 % 2 == 0 ? Float(1) : 0
                    pixels.append(wave * (label < 2 ? 1 : 0.4) + 0.3 * random.normal(UInt64(pixels.count)))
                }
            }
        }
        return try MemoryBatches(
            images: Tensor([count, size, size, 1], pixels), labels: labels, batchSize: 16, order: .shuffled(seed: 3))
    }

    static func train(
        on backend: any ComputeBackend, architecture: String, epochs: Int, tapLoss: Bool
    ) throws -> (losses: [[Double]], state: NetworkState) {
        let graph = try Architecture(architecture).graph(
            input: FeatureShape(height: 16, width: 16, channels: 1), classes: 4)
        let network = try Network(graph, on: backend, seed: 1)
        var taps: [any TapLoss] = []
        if tapLoss {
            let filters = try graph.shape(of: NetworkGraph.filtersTap).channels
            let matrix = FilterProbabilityMatrix(
                filters: filters, assigned: (0..<4).map { index in (0..<filters).filter { $0 % 4 == index } })
            taps = [
                SparsityTapLoss(
                    matrix: matrix, thresholds: FilterThresholds(values: [Float](repeating: 1, count: filters)),
                    options: StrategyOptions())
            ]
        }
        let trainer = try Trainer(
            network, source: try stripes(count: 64, classes: 4, size: 16), options: TrainerOptions(epochs: epochs),
            tapLosses: taps)
        var losses: [[Double]] = []
        try trainer.run(onEpoch: { (report) throws(NeSyError) in losses.append(report.losses) })
        return (losses, try network.state())
    }

    @Test(arguments: [("tiny", true), ("mnist", false)])
    func aTrainingEndsWithTheLossesOfTheCPU(architecture: String, tapLoss: Bool) throws {
        let device = try #require(try TestDevice.makeBackend())
        let expected = try Self.train(
            on: CPUBackend(pool: WorkerPool(threadCount: 2)), architecture: architecture, epochs: 3, tapLoss: tapLoss)
        let found = try Self.train(on: device, architecture: architecture, epochs: 3, tapLoss: tapLoss)
        for (found, expected) in zip(found.losses.joined(), expected.losses.joined()) {
            #expect(abs(found - expected) <= 1e-3 * max(1, abs(expected)), "\(found), CPU \(expected)")
        }
        #expect(expected.losses[0][0] > 1.05 * expected.losses[2][0])
    }
}
