import NeSyCompute
import NeSyTensor

/// A network as a value: named layers in an order in which every layer follows its inputs, and named places to
/// look at. Validated when made; the shape of every layer is known afterwards.
///
/// The last node yields the logits, one per class.
public struct NetworkGraph: Sendable, Hashable {
    /// The name under which layers refer to the image.
    public static let inputName = "input"
    /// The tap of the filter layer, whose maps are read for rules.
    public static let filtersTap = "filters"
    /// The tap of the logits.
    public static let outputTap = "output"

    public let input: FeatureShape
    public let classes: Int
    public let nodes: [NetworkNode]
    /// Other names of nodes: tap to node.
    public let taps: [String: String]
    /// What every node yields for one image.
    public let shapes: [FeatureShape]

    let operations: [LayerOperation]
    /// For every node the values it reads: 0 is the image, `i + 1` what node `i` yields.
    let sources: [[Int]]

    /// - Throws: a usage error naming the layer, when names repeat or are unknown, a tap has the name of another layer
    ///   (``outputTap`` included), shapes do not fit together or the last layer is not one value per class.
    public init(
        input: FeatureShape, classes: Int, nodes: [NetworkNode], taps: [String: String] = [:]
    ) throws(NeSyError) {
        try Layer.check([input.height, input.width, input.channels, classes])
        _ = try Layer.product([input.height, input.width, input.channels])
        var values = [NetworkGraph.inputName: 0]
        var shapes: [FeatureShape] = [input]
        var operations: [LayerOperation] = []
        var sources: [[Int]] = []
        for node in nodes {
            do throws(NeSyError) {
                let indices = try NetworkGraph.indices(of: node, among: values)
                let (operation, shape) = try node.layer.resolved(for: indices.map { shapes[$0] })
                _ = try Layer.product([shape.height, shape.width, shape.channels])
                values[node.name] = shapes.count
                shapes.append(shape)
                operations.append(operation)
                sources.append(indices)
            } catch {
                throw error.located(at: "layer '\(node.name)'")
            }
        }
        guard let last = nodes.last, shapes[nodes.count] == FeatureShape(classes) else {
            throw NeSyError(
                .usage, "The last layer of a network does not yield one value per class.",
                at: nodes.last.map { "layer '\($0.name)'" }, expected: "\(FeatureShape(classes))",
                found: nodes.isEmpty ? "no layers" : "\(shapes[nodes.count])")
        }
        var named = taps
        named[NetworkGraph.outputTap] = last.name
        for (tap, node) in taps.sorted(by: { $0.key < $1.key }) where values[node] == nil || values[node] == 0 {
            throw NeSyError(.usage, "A tap names a layer that is not there.", at: "tap '\(tap)'", found: node)
        }
        // A name must not mean one thing as a tap and another as a layer.
        for (tap, node) in named.sorted(by: { $0.key < $1.key }) where tap != node && values[tap] != nil {
            throw NeSyError(
                .usage, "A tap has the name of another layer.", at: "tap '\(tap)' of layer '\(node)'",
                remedy: "Give the tap or the layer '\(tap)' another name.")
        }
        self.input = input
        self.classes = classes
        self.nodes = nodes
        self.taps = named
        self.shapes = Array(shapes.dropFirst())
        self.operations = operations
        self.sources = sources
    }

    private static func indices(of node: NetworkNode, among values: [String: Int]) throws(NeSyError) -> [Int] {
        guard !node.name.isEmpty, values[node.name] == nil else {
            throw NeSyError(.usage, "A layer's name is empty or taken.", found: "'\(node.name)'")
        }
        var indices: [Int] = []
        for name in node.inputs {
            guard let index = values[name] else {
                throw NeSyError(
                    .usage, "A layer reads another that does not stand before it.",
                    expected: "an earlier layer or '\(inputName)'", found: "'\(name)'")
            }
            indices.append(index)
        }
        return indices
    }

    /// The index of the node that a tap or a layer's own name stands for.
    /// - Throws: a usage error that lists the taps and layers.
    public func nodeIndex(of name: String) throws(NeSyError) -> Int {
        let target = taps[name] ?? name
        guard let index = nodes.firstIndex(where: { $0.name == target }) else {
            throw NeSyError(
                .usage, "The network has no layer '\(name)'.",
                expected: "one of " + (taps.keys.sorted() + nodes.map(\.name)).joined(separator: ", "),
                found: name)
        }
        return index
    }

    /// What the named tap or layer yields for one image.
    public func shape(of name: String) throws(NeSyError) -> FeatureShape { shapes[try nodeIndex(of: name)] }

    /// How many values are trained.
    public var parameterCount: Int {
        operations.reduce(0) { sum, operation in
            operation.parameters.reduce(sum) { $0 + $1.shape.count }
        }
    }
}
