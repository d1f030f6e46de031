import NeSyTensor

/// A ``NetworkGraph`` in plain words, for files.
public struct GraphDescription: Sendable, Hashable {
    public struct Node: Sendable, Hashable {
        public var name: String
        public var layer: LayerDescription
        public var inputs: [String]

        public init(name: String, layer: LayerDescription, inputs: [String]) {
            self.name = name
            self.layer = layer
            self.inputs = inputs
        }
    }

    public var height: Int
    public var width: Int
    public var channels: Int
    public var classes: Int
    public var nodes: [Node]
    public var taps: [String: String]

    public init(height: Int, width: Int, channels: Int, classes: Int, nodes: [Node], taps: [String: String]) {
        self.height = height
        self.width = width
        self.channels = channels
        self.classes = classes
        self.nodes = nodes
        self.taps = taps
    }
}

extension NetworkGraph {
    public var description: GraphDescription {
        GraphDescription(
            height: input.height, width: input.width, channels: input.channels, classes: classes,
            nodes: nodes.map { .init(name: $0.name, layer: $0.layer.description, inputs: $0.inputs) },
            taps: taps)
    }

    /// - Throws: a bad-data error naming the layer.
    public init(_ description: GraphDescription) throws(NeSyError) {
        do throws(NeSyError) {
            var nodes: [NetworkNode] = []
            for node in description.nodes {
                do throws(NeSyError) {
                    nodes.append(NetworkNode(node.name, try Layer(node.layer), inputs: node.inputs))
                } catch {
                    throw error.located(at: "layer '\(node.name)'")
                }
            }
            try self.init(
                input: FeatureShape(
                    height: description.height, width: description.width, channels: description.channels),
                classes: description.classes, nodes: nodes, taps: description.taps)
        } catch {
            // What comes from a file is data, whatever the rule it breaks.
            var error = error
            error.kind = .badData
            throw error
        }
    }
}
