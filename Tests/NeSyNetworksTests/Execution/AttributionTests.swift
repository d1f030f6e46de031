import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

/// The gradient of a neuron with respect to the image.
@Suite struct AttributionTests {
    let backend = CPUBackend(pool: WorkerPool(threadCount: 2))

    /// Statistics that a training would have left, so that normalisation does something.
    func network(_ graph: NetworkGraph) throws -> Network {
        let network = try Network(graph, on: backend, initializer: .glorotNormal, seed: 11)
        let random = CounterRandom(seed: 3, stream: 1)
        backend.upload(
            (0..<network.statistics.count).map { 0.05 + 0.1 * random.uniform(UInt64($0)) }, to: network.statistics)
        return network
    }

    /// Against central differences of a weighted sum of the tap, along the gradient and along random directions.
    @Test(arguments: [
        ("branching", ["filters"]), ("branching", ["output", "sum"]), ("joining", ["max"]),
        ("joining", ["output", "act"]), ("normalized", ["bn1"]), ("normalized", ["output"]), ("normalized", ["drop"]),
        ("mnist", ["relu3"]), ("preactivated", ["output"]), ("preactivated", ["conv1", "sum"]),
    ])
    func theGradientIsADifference(name: String, taps: [String]) throws {
        let graph = name == "preactivated" ? try SmallNetworks.preactivated() : try NetworkExecutionTests.graph(name)
        let network = try network(graph)
        let execution = try NetworkExecution(network, capacity: 3, mode: .attribution, keeping: Set(taps))
        let batch = SmallNetworks.batch(for: graph, count: 2)
        let weights = try taps.map { tap in
            let random = CounterRandom(seed: 8, stream: UInt64(try graph.nodeIndex(of: tap)))
            return (0..<(try graph.shape(of: tap).count) * 2).map { random.normal(UInt64($0)) }
        }
        func objective(_ images: [Float]) throws -> Double {
            try execution.load(Batch(images: Tensor(batch.images.shape, images), labels: batch.labels))
            execution.forward()
            var sum = 0.0
            for (tap, weights) in zip(taps, weights) {
                let values = backend.download(try execution.output(of: tap))
                sum += zip(values, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            }
            return sum
        }
        _ = try objective(batch.images.values)
        let indices = try taps.map { try graph.nodeIndex(of: $0) }
        let factors = try backend.makeBuffer(count: weights.map(\.count).max() ?? 1).slice
        execution.backward { node, _, gradient in
            guard let index = indices.firstIndex(of: node) else { return }
            let slice = factors.slice(offset: 0, count: weights[index].count)
            backend.upload(weights[index], to: slice)
            backend.accumulate(slice, times: 1, into: gradient)
        }
        let gradient = backend.download(execution.imageGradient)
        let random = CounterRandom(seed: 78, stream: 0)
        let noise = gradient.indices.map { random.normal(UInt64($0)) }
        for direction in [gradient, noise] {
            let length = direction.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            try #require(length > 1e-6)
            let unit = direction.map { Double($0) / length }
            let step = 2e-3
            func moved(_ step: Double) -> [Float] {
                zip(batch.images.values, unit).map { Float(Double($0) + step * $1) }
            }
            let found = (try objective(moved(step)) - objective(moved(-step))) / (2 * step)
            let expected = zip(gradient, unit).reduce(0.0) { $0 + Double($1.0) * $1.1 }
            #expect(abs(found - expected) < 2e-3 + 0.01 * abs(expected), "\(name) \(taps): \(found), \(expected)")
        }
    }

    /// Where kinks spoil differences: the same bits as where every layer is kept, and so none is pooled on the way.
    @Test(arguments: [["pool1"], ["pool2"], ["output"], ["pool1", "filters", "pool3"]])
    func poolingOnTheWayChangesNoGradient(taps: [String]) throws {
        let graph = try SmallNetworks.pooled()
        let network = try network(graph)
        let batch = SmallNetworks.batch(for: graph, count: 2)
        let indices = try taps.map { try graph.nodeIndex(of: $0) }
        var results: [[Float]] = []
        for keeping in [Set(taps), Set(graph.nodes.map(\.name))] {
            let execution = try NetworkExecution(network, capacity: 3, mode: .attribution, keeping: keeping)
            #expect(execution.plan.pooledOnTheWay.contains { $0 != nil } == (keeping.count == taps.count))
            try execution.load(batch)
            execution.forward()
            execution.backward { node, maps, gradient in
                if indices.contains(node) { backend.accumulate(maps, times: 0.5, into: gradient) }
            }
            results.append(backend.download(execution.imageGradient))
        }
        #expect(results[0] == results[1])
        #expect(results[0].contains { $0 != 0 })
    }

    /// No weight moves, no statistic either, and nothing above the tap is computed.
    @Test func attributionLearnsNothing() throws {
        let graph = try SmallNetworks.normalized()
        let network = try network(graph)
        let before = try network.state()
        let execution = try NetworkExecution(network, capacity: 2, mode: .attribution, keeping: ["conv1"])
        #expect(execution.gradients == nil)
        try execution.load(SmallNetworks.batch(for: graph, count: 2))
        execution.forward()
        execution.backward { _, _, gradient in backend.fill(gradient, with: 1) }
        #expect(backend.download(execution.imageGradient).contains { $0 != 0 })
        #expect(backend.download(execution.logits).allSatisfy { $0 == 0 })
        #expect(try network.state() == before)
    }
}
