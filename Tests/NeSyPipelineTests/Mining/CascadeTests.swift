import NeSyCompute
import NeSyInduction
import NeSyNetworks
import NeSyPipeline
import NeSyTensor
import Testing

@Suite struct CascadeTests {
    /// Classes a to d; neurons 0-2 of the upper layer are active for a and b, 3-4 for c; of the lower layer 0-1 with
    /// the first group, 2-4 with the second. A few cells are flipped.
    private func planted(rows: Int = 1500) -> [LayerItems] {
        var generator = SplitMix64(seed: 11)
        func isFlipped() -> Bool { Int.random(in: 0..<200, using: &generator) == 0 }
        var classes = BitMatrix(rows: rows, columns: 4)
        var upper = BitMatrix(rows: rows, columns: 6)
        var lower = BitMatrix(rows: rows, columns: 6)
        for row in 0..<rows {
            let label = row % 4
            classes[row, label] = true
            for neuron in 0..<6 {
                let isActive = neuron < 3 ? label < 2 : neuron < 5 ? label == 2 : false
                upper[row, neuron] = isActive != isFlipped()
            }
            for neuron in 0..<6 {
                let isActive = neuron < 2 ? label < 2 : neuron < 5 ? label == 2 : false
                lower[row, neuron] = isActive != isFlipped()
            }
        }
        return [
            LayerItems(layer: "output", kind: .classes, names: ["a", "b", "c", "d"], bits: classes),
            LayerItems(layer: "relu2", kind: .neurons, names: (0..<6).map { "relu2_\($0)" }, bits: upper),
            LayerItems(layer: "relu1", kind: .neurons, names: (0..<6).map { "relu1_\($0)" }, bits: lower),
        ]
    }

    private func mine(_ layers: [LayerItems], _ heads: Cascade.Heads, threads: Int = 1) throws -> Cascade {
        let pool = WorkerPool(threadCount: threads)
        return try Cascade.mine(
            layers, heads: heads, miner: ExplaiNN(), backend: CPUBackend(pool: pool), pool: pool)
    }

    @Test(arguments: Cascade.Heads.allCases)
    func `Planted rules chain from the classes to the lowest layer`(heads: Cascade.Heads) throws {
        let layers = planted()
        let cascade = try mine(layers, heads)
        #expect(cascade.layers.map(\.name) == ["output", "relu2", "relu1"])
        #expect(cascade.steps.count == 2)
        var tails = cascade.steps[0].rules.rules.map(\.tail.attributes)
        #expect(Set(tails) == [["relu2_0", "relu2_1", "relu2_2"], ["relu2_3", "relu2_4"]])
        for rule in cascade.steps[0].rules.rules {
            #expect(rule.head.attributes == (rule.tail.attributes[0] == "relu2_0" ? ["a", "b"] : ["c"]))
        }
        let groups = Set(tails)
        tails = cascade.steps[1].rules.rules.map(\.tail.attributes)
        #expect(Set(tails) == [["relu1_0", "relu1_1"], ["relu1_2", "relu1_3", "relu1_4"]])
        for (rule, origins) in zip(cascade.steps[1].rules.rules, cascade.steps[1].follows) {
            #expect(origins.count == 1)
            let origin = cascade.steps[0].rules.rules[origins[0]].tail.attributes
            switch heads {
            case .groups: #expect(groups.contains(rule.head.attributes) && rule.head.attributes == origin)
            case .items: #expect(Set(rule.head.attributes).isSubset(of: origin))
            }
            #expect((origin[0] == "relu2_0") == (rule.tail.attributes[0] == "relu1_0"))
        }
        #expect(cascade.steps[0].follows == [[], []])
        #expect(cascade.traceCount == 2)
        #expect(Set(cascade.traces(limit: 10).map { $0[0] }) == [0, 1])
        #expect(cascade.traces(limit: 10).allSatisfy { $0.count == 2 })
        #expect(cascade.traces(limit: 1).count == 1)
    }

    /// Class a sets neurons 0-2, class b only 0-1, and less surely, so that a second round finds a tail within a tail.
    @Test func `A group follows from the tail that it is, not from those within it`() throws {
        var generator = SplitMix64(seed: 5)
        func isSet(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &generator) < share }
        let rows = 3000
        var classes = BitMatrix(rows: rows, columns: 3)
        var upper = BitMatrix(rows: rows, columns: 3)
        var lower = BitMatrix(rows: rows, columns: 4)
        for row in 0..<rows {
            classes[row, row % 3] = true
            for neuron in 0..<3 {
                upper[row, neuron] = isSet(row % 3 == 0 ? 0.97 : row % 3 == 1 && neuron < 2 ? 0.27 : 0.01)
            }
            for neuron in 0..<4 { lower[row, neuron] = isSet(row % 3 == neuron / 2 ? 0.97 : 0.01) }
        }
        var miner = ExplaiNN()
        miner.rulesPerNeuron = 2
        let pool = WorkerPool(threadCount: 1)
        let cascade = try Cascade.mine(
            [
                LayerItems(layer: "output", kind: .classes, names: ["a", "b", "c"], bits: classes),
                LayerItems(layer: "relu2", kind: .neurons, names: (0..<3).map { "relu2_\($0)" }, bits: upper),
                LayerItems(layer: "relu1", kind: .neurons, names: (0..<4).map { "relu1_\($0)" }, bits: lower),
            ], heads: .groups, miner: miner, backend: CPUBackend(pool: pool), pool: pool)
        let tails = cascade.steps[0].mined.rules.map { rule in rule.rule.tail.map { $0 - 3 } }
        let wholes = tails.filter { tail in tails.contains { $0 != tail && Set($0).isSubset(of: tail) } }
        #expect(!wholes.isEmpty)
        #expect(cascade.steps[1].mined.rules.contains { wholes.contains($0.rule.head) })
        for (rule, origins) in zip(cascade.steps[1].mined.rules, cascade.steps[1].follows) {
            #expect(origins == tails.indices.filter { tails[$0] == rule.rule.head })
        }
    }

    @Test func `Layers with the same items are refused before anything is mined`() throws {
        var layers = planted()
        layers[2].names[0] = layers[1].names[0]
        let pool = WorkerPool(threadCount: 1)
        var reports = 0
        let error = #expect(throws: NeSyError.self) {
            try Cascade.mine(
                layers, heads: .groups, miner: ExplaiNN(), backend: CPUBackend(pool: pool), pool: pool
            ) { _, _, _, _ in reports += 1 }
        }
        #expect(error?.what.contains("overlap") == true && reports == 0)
    }

    @Test func `Heads are neurons that were found as tails, in the numbering of the layer`() throws {
        let layers = planted()
        let cascade = try mine(layers, .items)
        for rule in cascade.steps[1].mined.rules.map(\.rule) {
            #expect(rule.head.allSatisfy { $0 < 5 })
            #expect(rule.tail.allSatisfy { (6..<12).contains($0) })
        }
        for (rule, mined) in zip(cascade.steps[1].rules.rules, cascade.steps[1].mined.rules) {
            #expect(rule.head.attributes == mined.rule.head.map { layers[1].names[$0] })
            #expect(rule.tail.attributes == mined.rule.tail.map { layers[2].names[$0 - 6] })
        }
    }

    @Test func `A step without rules ends the cascade`() throws {
        var layers = planted()
        layers[1].bits = BitMatrix(rows: layers[1].rows, columns: 6)
        let cascade = try mine(layers, .groups)
        #expect(cascade.steps.count == 1)
        #expect(cascade.steps[0].rules.rules.isEmpty)
        #expect(cascade.traceCount == 0 && cascade.traces(limit: 5).isEmpty)
        #expect(cascade.text().contains("relu1: not reached"))
        #expect(cascade.json["steps"]?.arrayValue?.count == 1)
    }

    @Test func `The number of threads changes nothing`() throws {
        let layers = planted()
        let (one, two) = (try mine(layers, .groups, threads: 1), try mine(layers, .groups, threads: 2))
        #expect(one == two)
    }

    @Test func `A cascade is written as text and JSON`() throws {
        let cascade = try mine(planted(), .groups)
        let text = cascade.text()
        #expect(text.hasPrefix("output -> relu2: 2 rules, "))
        #expect(text.contains("1.1  a or b -> ") && text.contains("\n  2.1  "))
        let steps = try #require(cascade.json["steps"]?.arrayValue)
        #expect(steps.map { $0["tail_layer"]?.stringValue } == ["relu2", "relu1"])
        for rule in try #require(steps[1]["rules"]?.arrayValue) {
            #expect(rule["follows"]?.arrayValue?.count == 1)
            #expect(rule["head_threshold"]?.intValue != nil)
        }
        #expect(cascade.json["trace_count"] == 2)
        #expect(cascade.json["traces"]?.arrayValue?.count == 2)
    }

    @Test func `A diagram has a box for every tail and an edge for every head`() throws {
        let cascade = try mine(planted(), .groups)
        let diagram = cascade.diagram()
        #expect(diagram.classLayer == "output" && diagram.classes == ["a", "b", "c", "d"])
        #expect(diagram.levels.map(\.layer) == ["relu2", "relu1"])
        #expect(Set(diagram.levels[0].rules.map(\.heads)) == [[0, 1], [2]])
        #expect(diagram.levels[1].rules.map(\.heads) == cascade.steps[1].follows)
        for (rule, text) in zip(diagram.levels[0].rules, cascade.steps[0].rules.rules) {
            let threshold = text.tail.threshold
            #expect(rule.label == (rule.heads == [2] ? "\(threshold) of {3, 4}" : "\(threshold) of {0, 1, 2}"))
            #expect(rule.detail.hasPrefix(text.text()))
            #expect(rule.strength > 0.9 && rule.emblem == nil)
        }
        #expect(try !diagram.picture().bytes.isEmpty)

        // The rule that saves most, and what goes on from it.
        let small = cascade.diagram(limit: 1)
        #expect(small.levels.map(\.rules.count) == [1, 1])
        #expect(small.levels[0].rules[0] == diagram.levels[0].rules[0])
        let next = try #require(cascade.steps[1].follows.firstIndex(of: [0]))
        #expect(small.levels[1].rules[0].label == diagram.levels[1].rules[next].label)
        #expect(small.levels[1].rules[0].heads == [0])
    }

    @Test func `Positions of maps are drawn where they lie`() throws {
        var layers = planted()
        // Two filters on maps of one row and three columns.
        layers[2].kind = .positions
        layers[2].shape = FeatureShape(height: 1, width: 3, channels: 2)
        let diagram = try mine(layers, .groups).diagram()
        let emblems = Set(diagram.levels[1].rules.map(\.emblem))
        #expect(emblems == [.positions([0], height: 1, width: 3), .positions([1, 2], height: 1, width: 3)])
        #expect(diagram.levels[1].rules.allSatisfy { $0.label.hasSuffix(" places, filters 0, 1") })
    }

    @Test func `Layers that make no cascade are refused`() throws {
        let graph = try NetworkGraph(
            input: FeatureShape(4), classes: 2,
            nodes: [
                NetworkNode("fc1", .fullyConnected(outputs: 3), inputs: ["input"]),
                NetworkNode("relu1", .activation(.relu), inputs: ["fc1"]),
                NetworkNode("fc2", .fullyConnected(outputs: 3), inputs: ["relu1"]),
                NetworkNode("relu2", .activation(.relu), inputs: ["fc2"]),
                NetworkNode("fc3", .fullyConnected(outputs: 2), inputs: ["relu2"]),
            ], taps: ["filters": "relu2"])
        try Cascade.check(["output", "relu2", "relu1"], in: graph)
        try Cascade.check(["filters", "relu1"], in: graph)
        let refused: [([String], String)] = [
            ([], "two layers or more"), (["output"], "two layers or more"),
            (["output", "relu1", "relu2"], "output,relu2,relu1"), (["relu1", "output"], "output,relu1"),
            (["output", "relu2", "filters"], "every layer once"), (["output", "fc3"], "every layer once"),
            (["output", "relu9"], "relu1"),
        ]
        for (layers, expected) in refused {
            let error = #expect(throws: NeSyError.self, "\(layers)") { try Cascade.check(layers, in: graph) }
            #expect(error?.kind == .usage)
            #expect(error?.expected?.contains(expected) == true, "\(layers): \(String(describing: error?.expected))")
        }
    }
}
