import NeSyCompute
import NeSyNetworks
import NeSyPipeline
import NeSyTensor
import Testing

@Suite struct InterventionTests {
    private let backend = CPUBackend(pool: WorkerPool(threadCount: 1))

    /// Three neurons and three classes: y0 speaks for a (2), y1 for a and b (1 each), y2 for c (3); b has a bias of
    /// 0.5.
    private func handMade() throws -> Network {
        let graph = try NetworkGraph(
            input: FeatureShape(3), classes: 3,
            nodes: [
                NetworkNode("relu", .activation(.relu), inputs: ["input"]),
                NetworkNode("drop", .dropout(rate: 0.5), inputs: ["relu"]),
                NetworkNode("fc", .fullyConnected(outputs: 3), inputs: ["drop"]),
            ])
        return try Network(
            graph, on: backend,
            state: NetworkState([
                NamedTensor("fc.weight", Tensor([3, 3], [2, 0, 0, 1, 1, 0, 0, 0, 3])),
                NamedTensor("fc.bias", Tensor([3], [0, 0.5, 0])),
            ]))
    }

    /// Of a three images, the last taken for b; of b two, one of them with a value that the ReLU cuts; of c one; and
    /// one without a label.
    private func images() throws -> MemoryBatches {
        try MemoryBatches(
            images: Tensor([7, 1, 1, 3], [1, 0, 0, 1, 1, 0, 0, 1, 0, -1, 1, 0, 0, 2, 0, 0, 0, 1, 9, 9, 9]),
            labels: [0, 0, 0, 1, 1, 2, -1], batchSize: 3)
    }

    private func outcome(_ neurons: [Set<Int>], controls: Int = 100, seed: UInt64 = 0) throws -> InterventionOutcome {
        try Intervention(controls: controls, seed: seed).run(
            try handMade(), neurons: neurons, of: "relu", isPerFilter: false, images: try images(),
            classes: ["a", "b", "c"])
    }

    @Test func `The outcome is the one worked out by hand`() throws {
        let outcome = try outcome([[0], [1], []])
        let share = 2.0 / 3
        #expect(outcome.classes.map(\.images) == [3, 2, 1])
        #expect(outcome.classes.map(\.weights) == [1, 1, 0])
        #expect(outcome.classes.map(\.accuracyBefore) == [share, 1, 1])
        #expect(outcome.classes.map(\.accuracyAfter) == [0, 0, nil])
        #expect(outcome.classes.map(\.mostCommon) == ["b", "a", nil])
        // Of three weights each is drawn about 33 times in 100; only the rule's own one does harm.
        #expect(outcome.classes.map(\.controlQuantile) == [share, 1, nil])
        for row in outcome.classes.prefix(2) {
            let harmful = try #require(row.controlsAsHarmful)
            #expect((15...55).contains(harmful))
        }
        #expect(outcome.classes[2].controlsAsHarmful == nil)
        #expect(outcome.weightsPerClass == 3)
        let middle = (share + 1) / 2
        #expect(outcome.medianBefore == middle)
        #expect(outcome.medianAfter == 0)
        #expect(outcome.medianControl == middle)
    }

    @Test func `Cutting everything is what every control does too`() throws {
        let outcome = try outcome([[0, 1, 2], [], [0, 2]])
        #expect(outcome.classes[0].accuracyAfter == outcome.classes[0].controlQuantile)
        #expect(outcome.classes[0].controlsAsHarmful == 100)
        #expect(outcome.classes[2].weights == 2)
        #expect(outcome.classes[2].mostCommon == "b")
    }

    @Test func `Without rules nothing is measured`() throws {
        let outcome = try outcome([[], [], []])
        let share = 2.0 / 3
        #expect(outcome.classes.map(\.accuracyBefore) == [share, 1, 1])
        #expect(outcome.medianAfter == nil && outcome.medianControl == nil)
        #expect(outcome.json["median_after"] == .null)
        #expect(outcome.csv.split(separator: "\n").last == "c,1,0,1.0,,,,")
    }

    @Test func `A large seed is reported as it is`() throws {
        #expect(try outcome([[0], [], []], seed: 7).json["seed"] == 7)
        #expect(try outcome([[0], [], []], seed: .max).json["seed"] == "18446744073709551615")
    }

    @Test func `The same seed draws the same controls`() throws {
        let rules: [Set<Int>] = [[0], [1], [2]]
        let (one, again) = (try outcome(rules, seed: 4), try outcome(rules, seed: 4))
        #expect(one == again)
        let harmed = Set(try (0..<6).map { try outcome(rules, seed: $0).classes[0].controlsAsHarmful })
        #expect(harmed.count > 1, "the seed makes no difference")
    }

    @Test(arguments: [(1, 1), (2, 2), (9, 9), (10, 9), (11, 10), (100, 90), (1000, 900)])
    func `The quantile is the least value that nine in ten do not exceed`(count: Int, rank: Int) {
        var generator = SplitMix64(seed: UInt64(count))
        #expect(InterventionOutcome.controlQuantile(of: Array(1...count).shuffled(using: &generator)) == rank)
    }

    @Test func `No controls have no quantile`() {
        #expect(InterventionOutcome.controlQuantile(of: []) == nil)
    }

    /// Through pooling, flattening and dropout, with weights of both signs: the same as running the network again
    /// with its weights set to zero.
    @Test(arguments: [("relu", true), ("conv", true), ("pool", true), ("pool", false), ("flat", false)])
    func `It is what the network does with the weights set to zero`(layer: String, isPerFilter: Bool) throws {
        let graph = try NetworkGraph(
            input: FeatureShape(height: 8, width: 6, channels: 1), classes: 4,
            nodes: [
                NetworkNode("conv", .convolution(ConvolutionLayer(filters: 5, kernel: 3)), inputs: ["input"]),
                NetworkNode("relu", .activation(.relu), inputs: ["conv"]),
                NetworkNode("pool", .pooling(PoolingLayer(.maximum, kernel: 2)), inputs: ["relu"]),
                NetworkNode("flat", .flatten, inputs: ["pool"]),
                NetworkNode("drop", .dropout(rate: 0.5), inputs: ["flat"]),
                NetworkNode("fc", .fullyConnected(outputs: 4), inputs: ["drop"]),
            ])
        let network = try Network(graph, on: backend, seed: 7)
        let random = CounterRandom(seed: 3, stream: 0)
        let count = 60
        let images = try MemoryBatches(
            images: Tensor([count, 8, 6, 1], (0..<UInt64(count * 48)).map { random.normal($0) }),
            labels: (0..<Int32(count)).map { $0 % 4 }, batchSize: 16)
        // Maps of 3 x 2 positions after pooling, channels innermost.
        let neurons: [Set<Int>] = isPerFilter ? [[0, 3], [1], [], [2, 4]] : [[0, 7, 29], [1, 5, 6], [], [12, 20]]
        let outcome = try Intervention(controls: 10).run(
            network, neurons: neurons, of: layer, isPerFilter: isPerFilter, images: images,
            classes: ["a", "b", "c", "d"])

        let whole = try network.state()
        let before = try shares(network, images)
        #expect(outcome.classes.map(\.accuracyBefore) == before)
        for (label, cut) in neurons.enumerated() {
            var state = whole
            let weight = try #require(state.tensors.firstIndex { $0.name == "fc.weight" })
            for neuron in cut {
                let inputs = isPerFilter ? Array(stride(from: neuron, to: 30, by: 5)) : [neuron]
                for input in inputs { state.tensors[weight].tensor[input, label] = 0 }
            }
            try network.load(state)
            let expected = cut.isEmpty ? nil : try shares(network, images)[label]
            #expect(outcome.classes[label].accuracyAfter == expected)
            #expect(outcome.classes[label].weights == cut.count * (isPerFilter ? 6 : 1))
        }
    }

    private func shares(_ network: Network, _ images: MemoryBatches) throws -> [Double?] {
        let evaluation = try network.evaluate(images)
        return (0..<network.graph.classes).map { label in
            let rows = evaluation.labels.indices.filter { Int(evaluation.labels[$0]) == label }
            return Double(rows.count { Int(evaluation.predictions[$0]) == label }) / Double(rows.count)
        }
    }

    @Test func `Layers that do not feed the classes are refused with those that do`() throws {
        let graph = try NetworkGraph(
            input: FeatureShape(height: 6, width: 6, channels: 1), classes: 2,
            nodes: [
                NetworkNode("conv", .convolution(ConvolutionLayer(filters: 3, kernel: 3)), inputs: ["input"]),
                NetworkNode("pool", .pooling(PoolingLayer(.maximum, kernel: 2)), inputs: ["conv"]),
                NetworkNode("flat", .flatten, inputs: ["pool"]),
                NetworkNode("hidden", .fullyConnected(outputs: 4), inputs: ["flat"]),
                NetworkNode("relu", .activation(.relu), inputs: ["hidden"]),
                NetworkNode("fc", .fullyConnected(outputs: 2), inputs: ["relu"]),
            ])
        let network = try Network(graph, on: backend, seed: 1)
        let images = try MemoryBatches(images: Tensor(zeros: [1, 6, 6, 1]), labels: [0], batchSize: 1)
        for (layer, isPerFilter) in [("conv", true), ("pool", false), ("fc", false), ("output", false)] {
            let error = #expect(throws: NeSyError.self) {
                try Intervention().run(
                    network, neurons: [[0], []], of: layer, isPerFilter: isPerFilter, images: images,
                    classes: ["a", "b"])
            }
            #expect(error?.kind == .usage)
            #expect(error?.expected?.contains("relu, hidden") == true)
            #expect(error?.remedy?.contains("--tails relu") == true)
        }
    }

    @Test func `A position before pooling has no connection of its own`() throws {
        let graph = try NetworkGraph(
            input: FeatureShape(height: 4, width: 4, channels: 2), classes: 2,
            nodes: [
                NetworkNode("relu", .activation(.relu), inputs: ["input"]),
                NetworkNode("average", .globalAverage, inputs: ["relu"]),
                NetworkNode("fc", .fullyConnected(outputs: 2), inputs: ["average"]),
            ])
        let network = try Network(graph, on: backend, seed: 1)
        let images = try MemoryBatches(images: Tensor(zeros: [1, 4, 4, 2]), labels: [0], batchSize: 1)
        func run(isPerFilter: Bool) throws -> InterventionOutcome {
            try Intervention().run(
                network, neurons: [[1], []], of: "relu", isPerFilter: isPerFilter, images: images,
                classes: ["a", "b"])
        }
        #expect(try run(isPerFilter: true).classes[0].weights == 1)
        let error = #expect(throws: NeSyError.self) { try run(isPerFilter: false) }
        #expect(error?.remedy?.contains("--per filter") == true)
    }

    @Test func `Logits that are no numbers are refused`() throws {
        let network = try handMade()
        let images = try MemoryBatches(
            images: Tensor([1, 1, 1, 3], [.infinity, 0, 0]), labels: [0], batchSize: 1)
        let error = #expect(throws: NeSyError.self) {
            try Intervention().run(
                network, neurons: [[0], [], []], of: "relu", isPerFilter: false, images: images,
                classes: ["a", "b", "c"])
        }
        #expect(error?.kind == .badData)
    }
}
