import NeSyTensor
import Testing

@testable import NeSyCompute
@testable import NeSyNetworks

/// What a training step on the CPU takes beside the buffers of its plan.
@Suite struct StepMemoryTests {
    /// On one thread, where it is no matter of chance how many operations borrow at once.
    @Test(arguments: ["mnist", "tiny", "resnet18"]) func laterStepsTakeNoMoreMemory(name: String) throws {
        let backend = CPUBackend(pool: WorkerPool(threadCount: 1))
        let graph = try Architecture(name).graph(
            input: FeatureShape(height: 32, width: 32, channels: 1), classes: 3)
        let (images, labels) = SmallNetworks.separableImages(count: 30, side: 32, classes: 3)
        let trainer = try Trainer(
            Network(graph, on: backend, seed: 1),
            source: MemoryBatches(images: images, labels: labels, batchSize: 5), options: TrainerOptions(epochs: 1))
        var sizes: [Int] = []
        try trainer.run(onStep: { (_) throws(NeSyError) in sizes.append(backend.scratch.bytes) })
        #expect(sizes.count == 6)
        #expect(sizes[0] > 0)
        #expect(Set(sizes[1...]).count == 1, "\(sizes)")
    }
}
