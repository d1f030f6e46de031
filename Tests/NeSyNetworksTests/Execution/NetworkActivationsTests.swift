import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct NetworkActivationsTests {
    let backend = CPUBackend(pool: WorkerPool(threadCount: 2))

    func makeSource(batchSize: Int) throws -> MemoryBatches {
        let (images, labels) = SmallNetworks.separableImages(count: 11, side: 28, classes: 3)
        return try MemoryBatches(images: images, labels: labels, batchSize: batchSize)
    }

    @Test func batchSizesChangeNoMap() throws {
        let graph = try Architecture.tiny.graph(
            input: FeatureShape(height: 28, width: 28, channels: 1), classes: 3,
            options: ArchitectureOptions(filters: 8))
        let network = try Network(graph, on: backend, seed: 1)
        var results: [[Float]] = []
        for batchSize in [4, 11, 50] {
            var maps: [Float] = []
            var labels: [Int32] = []
            try network.activations(of: "filters", in: makeSource(batchSize: batchSize)) { batch in
                #expect(batch.maps[0].count == batch.count * 4 * 4 * 8)
                maps += backend.download(batch.maps[0])
                labels += batch.labels
            }
            #expect(labels == (0..<11).map { $0 % 3 })
            results.append(maps)
        }
        for other in results.dropFirst() {
            #expect(other.count == results[0].count)
            let different = zip(results[0], other).enumerated().first { $1.0 != $1.1 }?.offset
            #expect(different == nil, "the first value that differs")
        }
        #expect(results[0].contains { $0 > 0 })
    }

    @Test func evaluationCountsWhatIsLabelled() throws {
        let graph = try Architecture.mnist.graph(
            input: FeatureShape(height: 28, width: 28, channels: 1), classes: 3)
        let network = try Network(graph, on: backend, seed: 1)
        let whole = try network.evaluate(makeSource(batchSize: 4))
        let again = try network.evaluate(makeSource(batchSize: 11))
        #expect(whole.predictions == again.predictions)
        #expect(abs(whole.loss - again.loss) < 1e-6)
        #expect(whole.labels.count == 11)
        let right = zip(whole.predictions, whole.labels).count { $0 == $1 }
        #expect(whole.accuracy == Double(right) / 11)
        #expect(
            Evaluation(predictions: [0, 1, 1, 2], labels: [0, 1, -1, 1], loss: 0).accuracy == 2.0 / 3)
        #expect(Evaluation.predictions([0, 3, 3, 5, 1, 2], classes: 3) == [1, 0])
    }

    @Test func anUnknownTapIsAnError() throws {
        let network = try Network(SmallNetworks.branching(), on: backend, seed: 1)
        #expect(throws: NeSyError.self) {
            try network.activations(of: "maps", in: makeSource(batchSize: 4)) { _ in }
        }
    }
}
