import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

/// What a training step asks of a device. The figures depend on the work alone, so a step that became dearer shows
/// without a GPU; one that became cheaper is to be written down here.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct StepCostTests {
    struct Cost: Sendable, CustomTestStringConvertible {
        var architecture: String
        /// Kernels of one step with Adam.
        var launches: Int
        var testDescription: String { architecture }
    }

    static let costs = [Cost(architecture: "tiny", launches: 72), Cost(architecture: "mnist", launches: 32)]

    @Test(arguments: costs) func aStepQueuesNoMoreThanBefore(cost: Cost) throws {
        let backend = try #require(try TestDevice.makeBackend())
        let graph = try Architecture(cost.architecture).graph(
            input: FeatureShape(height: 16, width: 16, channels: 1), classes: 4)
        let network = try Network(graph, on: backend, seed: 1)
        // One reading of the losses at the end of every epoch of 4 steps.
        let trainer = try Trainer(
            network, source: try OpenCLTrainingTests.stripes(count: 64, classes: 4, size: 16),
            options: TrainerOptions(epochs: 3))
        var marks: [OpenCLStatistics] = []
        try trainer.run(
            onStep: { (_) throws(NeSyError) in marks.append(backend.statistics) })
        // From the first step of the second epoch to the first of the third: 4 steps and one reading.
        let (before, after) = (marks[4], marks[8])
        let imageBytes = (16 * 16 + 1) * 4
        #expect(after.launches - before.launches <= 4 * cost.launches + 1)
        #expect(after.waits - before.waits == 2, "the losses and the logits, read once")
        #expect(after.uploadedBytes - before.uploadedBytes == 64 * imageBytes)
        #expect(after.allocatedBytes == before.allocatedBytes)
        #expect(after.compiledPrograms == before.compiledPrograms)
        // The device is still at work when a step returns: nothing between two readings waits.
        #expect(marks[6].waits == marks[4].waits)
    }
}
