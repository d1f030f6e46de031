import Foundation
import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct NetworkExecutionTests {
    let backend = CPUBackend(pool: WorkerPool(threadCount: 2))

    static func graph(_ name: String) throws -> NetworkGraph {
        switch name {
        case "branching": try SmallNetworks.branching()
        case "joining": try SmallNetworks.joining()
        case "normalized": try SmallNetworks.normalized()
        case "pooled": try SmallNetworks.pooled()
        default:
            try Architecture(name).graph(input: FeatureShape(height: 32, width: 32, channels: 2), classes: 3)
        }
    }

    /// Cross-entropy in double precision, so that differences of it mean something.
    static func loss(_ logits: [Float], _ labels: [Int32], classes: Int) -> Double {
        var sum = 0.0
        for (row, label) in labels.enumerated() {
            let scores = logits[row * classes..<(row + 1) * classes].map(Double.init)
            let highest = scores.max() ?? 0
            sum += highest + log(scores.reduce(0) { $0 + exp($1 - highest) }) - scores[Int(label)]
        }
        return sum / Double(labels.count)
    }

    /// Gradients of every tensor against central differences of the loss, along the gradient and along a random
    /// direction.
    @Test(arguments: ["branching", "joining", "normalized"])
    func gradientsAreDifferencesOfTheLoss(name: String) throws {
        let graph = try Self.graph(name)
        let network = try Network(graph, on: backend, initializer: .glorotNormal, seed: 11)
        let execution = try NetworkExecution(network, capacity: 6, mode: .training, seed: 2)
        let batch = SmallNetworks.batch(for: graph, count: 6)
        try execution.load(batch)
        func loss() -> Double {
            execution.forward(step: 3)
            return Self.loss(backend.download(execution.logits), batch.labels, classes: graph.classes)
        }
        _ = loss()
        let cell = try backend.makeBuffer(count: 1).slice
        backend.softmaxCrossEntropy(
            SoftmaxCrossEntropy(batch: 6, classes: graph.classes), logits: execution.logits,
            labels: execution.labels, classWeights: nil, factor: 1, loss: cell,
            logitGradient: execution.logitGradient, accumulate: false)
        execution.backward(step: 3)
        let gradients = backend.download(try #require(execution.gradients))
        for (index, slot) in network.layout.parameters.enumerated() {
            let target = network.parameters.slice(offset: slot.offset, count: slot.count)
            let start = backend.download(target)
            let gradient = Array(gradients[slot.offset..<slot.offset + slot.count])
            let random = CounterRandom(seed: 77, stream: UInt64(index))
            for direction in [gradient, (0..<slot.count).map { random.normal(UInt64($0)) }] {
                let length = direction.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
                try #require(length > 1e-7, "\(slot.name) has no gradient")
                let step = 4e-3
                let unit = direction.map { Double($0) / length }
                backend.upload(zip(start, unit).map { Float(Double($0) + step * $1) }, to: target)
                let above = loss()
                backend.upload(zip(start, unit).map { Float(Double($0) - step * $1) }, to: target)
                let below = loss()
                backend.upload(start, to: target)
                let expected = zip(gradient, unit).reduce(0.0) { $0 + Double($1.0) * $1.1 }
                let found = (above - below) / (2 * step)
                #expect(abs(found - expected) < 1e-3 + 0.02 * abs(expected), "\(slot.name): \(found), \(expected)")
            }
        }
    }

    /// Sharing memory must not change a value: once with every layer kept, once with the logits alone.
    @Test(arguments: ["branching", "joining", "normalized", "pooled", "tiny", "resnet18", "vgg11", "mnist"])
    func sharedMemoryChangesNothing(name: String) throws {
        let graph = try Self.graph(name)
        let network = try Network(graph, on: backend, seed: 1)
        let batch = SmallNetworks.batch(for: graph, count: 2)
        let lean = try NetworkExecution(network, capacity: 3, mode: .inference)
        let full = try NetworkExecution(
            network, capacity: 2, mode: .inference, keeping: Set(graph.nodes.map(\.name)))
        try lean.load(batch)
        try full.load(batch)
        lean.forward()
        full.forward()
        #expect(backend.download(lean.logits) == backend.download(full.logits))
        func plannedCount(_ execution: NetworkExecution) -> Int {
            execution.images.count + execution.buffers.reduce(0) { $0 + $1.count }
        }
        #expect(plannedCount(lean) / 3 < plannedCount(full) / 2)
    }

    /// The same for gradients: with and without a tap that keeps its values.
    @Test(arguments: ["branching", "joining", "normalized", "pooled", "tiny", "resnet18", "mnist"])
    func keepingATapChangesNoGradient(name: String) throws {
        let graph = try Self.graph(name)
        let batch = SmallNetworks.batch(for: graph, count: 2)
        var results: [[Float]] = []
        for keeping in [[], Set(graph.nodes.map(\.name))] {
            let network = try Network(graph, on: backend, seed: 1)
            let execution = try NetworkExecution(network, capacity: 2, mode: .training, keeping: keeping)
            try execution.load(batch)
            execution.forward()
            backend.fill(execution.logitGradient, with: 0.25)
            execution.backward()
            results.append(backend.download(try #require(execution.gradients)))
        }
        #expect(results[0] == results[1])
        #expect(results[0].contains { $0 != 0 })
    }

    /// Maps that nobody else reads are never whole in memory.
    @Test(arguments: [NetworkExecution.Mode.training, .inference, .attribution])
    func whatIsPooledOnTheWayTakesNoMemory(mode: NetworkExecution.Mode) throws {
        let graph = try Self.graph("pooled")
        func plan(_ kept: Set<String>) throws -> ExecutionPlan {
            let values = try kept.map { try graph.nodeIndex(of: $0) + 1 }
            return ExecutionPlan(graph, mode: mode, capacity: 2, kept: Set(values), mapsOnTheWay: { _ in 0 })
        }
        func pooled(_ plan: ExecutionPlan) -> [String] {
            graph.nodes.indices.filter { plan.pooledOnTheWay[$0 + 1] != nil }.map { graph.nodes[$0].name }
        }
        let free = try plan(["pool1"])
        #expect(pooled(free) == ["bn1", "act1", "conv2", "act2", "conv3"])
        for value in free.pooledOnTheWay.indices where free.pooledOnTheWay[value] != nil {
            #expect(free.activation[value] == nil)
        }
        #expect(pooled(try plan(["act2"])) == ["bn1", "act1", "conv3"])
        #expect(pooled(try plan(["conv2", "bn1", "conv3"])) == [])
    }

    @Test(arguments: ["normalized", "pooled"])
    func aSmallerBatchUsesTheSamePlan(name: String) throws {
        let graph = try Self.graph(name)
        let batch = SmallNetworks.batch(for: graph, count: 3)
        var results: [[Float]] = []
        for capacity in [3, 8] {
            let network = try Network(graph, on: backend, seed: 1)
            let execution = try NetworkExecution(network, capacity: capacity, mode: .training)
            if capacity > 3 {
                try execution.load(SmallNetworks.batch(for: graph, count: capacity, seed: 99))
                execution.forward()
                try network.load(Network(graph, on: backend, seed: 1).state())
            }
            try execution.load(batch)
            execution.forward()
            backend.fill(execution.logitGradient, with: 0.5)
            execution.backward()
            results.append(backend.download(execution.logits))
            results.append(backend.download(try #require(execution.gradients)))
            results.append(backend.download(network.statistics))
        }
        #expect(Array(results[0..<3]) == Array(results[3..<6]))
    }

    @Test func rowsWithoutALabelCountForNothing() throws {
        let graph = try SmallNetworks.branching()
        let network = try Network(graph, on: backend, seed: 1)
        let whole = SmallNetworks.batch(for: graph, count: 4)
        var padded = whole
        padded.labels[3] = -1
        let size = graph.input.count
        let short = Batch(
            images: Tensor(graph.input.batched(3), Array(whole.images.values[..<(3 * size)])),
            labels: Array(whole.labels[..<3]))
        var results: [[Float]] = []
        for batch in [padded, short] {
            let execution = try NetworkExecution(network, capacity: 4, mode: .training)
            try execution.load(batch)
            execution.forward()
            let cell = try backend.makeBuffer(count: 1).slice
            backend.softmaxCrossEntropy(
                SoftmaxCrossEntropy(batch: batch.count, classes: graph.classes), logits: execution.logits,
                labels: execution.labels, classWeights: nil, factor: 1, loss: cell,
                logitGradient: execution.logitGradient, accumulate: false)
            execution.backward()
            results.append(backend.download(cell) + backend.download(try #require(execution.gradients)))
        }
        for (a, b) in zip(results[0], results[1]) { #expect(abs(a - b) < 1e-6) }
    }

    @Test func batchesThatDoNotFitAreRefused() throws {
        let graph = try SmallNetworks.branching()
        let execution = try NetworkExecution(
            Network(graph, on: backend, seed: 1), capacity: 2, mode: .inference)
        #expect(throws: NeSyError.self) {
            try execution.load(Batch(images: Tensor(zeros: [2, 4, 4, 2]), labels: [0, 0]))
        }
        #expect(throws: NeSyError.self) {
            try execution.load(Batch(images: Tensor(zeros: graph.input.batched(2)), labels: [0, 3]))
        }
        #expect(throws: NeSyError.self) {
            try NetworkExecution(execution.network, capacity: 2, mode: .inference, keeping: ["nothing"])
        }
    }
}
