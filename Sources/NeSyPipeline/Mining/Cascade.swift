import NeSyInduction
import NeSyLogic
import NeSyNetworks
import NeSyTensor

/// Rules between one layer and the next, through a network: the heads of every step are made of neurons that the step
/// before found as tails, so that rules chain to traces X → Y → Z (Fischer et al., section 3.2).
public struct Cascade: Sendable, Hashable {
    /// What the heads of a step are made of. The paper restricts them "to be groups of neurons found as tails" and
    /// leaves open whether whole.
    public enum Heads: String, Sendable, Hashable, CaseIterable {
        /// Every tail of the step before is one candidate, used whole, with a threshold of its own.
        case groups
        /// Any neurons of those tails.
        case items
    }

    /// The rules between two layers.
    public struct Step: Sendable, Hashable {
        public let rules: RobustRuleSet
        /// Over the items of both layers, heads first, as ``rules`` in their order. Its bits are those of the tails
        /// and of the heads that the step could use: after the first step only the items of tails found above, so
        /// that they do not compare with the bits of the whole pair of layers.
        public let mined: MinedRules
        /// For every rule the rules of the step before that lead to it, ascending; none in the first step.
        public let follows: [[Int]]

        init(rules: RobustRuleSet, mined: MinedRules, follows: [[Int]]) {
            self.rules = rules
            self.mined = mined
            self.follows = follows
        }
    }

    /// A layer that the cascade leads through.
    public struct Layer: Sendable, Hashable {
        public let name: String
        public let kind: LayerItems.Kind
        /// The names of its items.
        public let items: [String]
        /// What it yields for one image.
        public let shape: FeatureShape?

        init(_ layer: LayerItems) {
            (name, kind, items, shape) = (layer.layer, layer.kind, layer.names, layer.shape)
        }
    }

    public let heads: Heads
    /// The layers asked for, from the classes down.
    public let layers: [Layer]
    /// One for each pair of layers, but none after a step that found no rules.
    public let steps: [Step]

    init(heads: Heads, layers: [Layer], steps: [Step]) {
        self.heads = heads
        self.layers = layers
        self.steps = steps
    }

    /// - Throws: a usage error when these are no layers of the network, from its end towards its beginning.
    public static func check(_ layers: [String], in graph: NetworkGraph) throws(NeSyError) {
        guard layers.count >= 2 else {
            throw NeSyError(
                .usage, "A cascade leads from one layer to another.", expected: "two layers or more",
                found: layers.isEmpty ? "none" : layers[0],
                remedy: "Name the layers from the classes down, as in --cascade output,relu3,relu2.")
        }
        var nodes: [Int] = []
        for layer in layers {
            let node = try graph.nodeIndex(of: layer)
            if let twin = nodes.firstIndex(of: node) {
                throw NeSyError(
                    .usage, "A layer stands twice in the cascade.", expected: "every layer once",
                    found: layers[twin] == layer ? layer : "\(layers[twin]) and \(layer), which are the same layer")
            }
            if let last = nodes.last, node > last {
                let order = (nodes + [node]).sorted(by: >).map { index in
                    layers.first { (try? graph.nodeIndex(of: $0)) == index } ?? graph.nodes[index].name
                }
                throw NeSyError(
                    .usage, "The layers of the cascade are in the wrong order.",
                    expected: "from the classes towards the image: " + order.joined(separator: ","),
                    found: "\(layers[nodes.count - 1]),\(layer)")
            }
            nodes.append(node)
        }
    }

    /// For every rule of a step the rules of the next that go on from it, ascending.
    public func leads(from step: Int) -> [[Int]] {
        var leads = [[Int]](repeating: [], count: steps[step].follows.count)
        guard step + 1 < steps.count else { return leads }
        for (rule, origins) in steps[step + 1].follows.enumerated() {
            for origin in origins { leads[origin].append(rule) }
        }
        return leads
    }

    /// Chains of rules, by their place in each step, from the first step to where none goes on; at most `limit`, in the
    /// order of the rules.
    public func traces(limit: Int) -> [[Int]] {
        let leads = steps.indices.map { self.leads(from: $0) }
        var traces: [[Int]] = []
        func follow(_ trace: [Int]) {
            guard traces.count < limit else { return }
            let next = leads[trace.count - 1][trace[trace.count - 1]]
            if next.isEmpty { traces.append(trace) }
            for rule in next { follow(trace + [rule]) }
        }
        if let first = steps.first {
            for rule in first.follows.indices { follow([rule]) }
        }
        return traces
    }

    /// How many traces there are; the largest number when that is too many to count.
    public var traceCount: Int {
        var below: [Int] = []
        for step in steps.indices.reversed() {
            below = leads(from: step).map { next in
                next.isEmpty
                    ? 1
                    : next.reduce(0) { sum, rule in
                        let (total, overflow) = sum.addingReportingOverflow(below[rule])
                        return overflow ? .max : total
                    }
            }
        }
        return below.reduce(0) { sum, count in
            let (total, overflow) = sum.addingReportingOverflow(count)
            return overflow ? .max : total
        }
    }
}
