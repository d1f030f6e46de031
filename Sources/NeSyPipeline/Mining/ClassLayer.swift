import NeSyNetworks
import NeSyTensor

/// The last layer of a network as a table of connections: one weight from every value that it reads to every class.
///
/// Some earlier layers are read by it directly, that is, through activations, normalisations, dropout, flattening and
/// pooling alone. The outgoing connections of their neurons are rows of the table.
struct ClassLayer: Sendable {
    /// The layer that yields the logits.
    let name: String
    /// The layer whose values it reads.
    let source: String
    let inputCount: Int
    let classCount: Int
    /// The weights into each class.
    private let weights: [[Float]]
    /// Nearest first.
    private let readLayers: [ReadLayer]

    /// An earlier layer, and the inputs of the class layer that each of its neurons feeds.
    private struct ReadLayer {
        var node: Int
        var name: String
        var filters: [[Int]]
        /// nil when pooling has mixed the positions.
        var positions: [[Int]]?
    }

    /// - Throws: a usage error when the logits do not come from a fully connected layer; a device error.
    init(_ network: Network) throws(NeSyError) {
        let graph = network.graph
        guard let last = graph.nodes.last, case .fullyConnected = last.layer,
            let weight = try network.state()["\(last.name).weight"]
        else {
            throw NeSyError(
                .usage, "The network's classes are no fully connected layer, so there are no weights to cut.",
                found: graph.nodes.last.map { "layer '\($0.name)'" })
        }
        name = last.name
        source = last.inputs[0]
        inputCount = weight.shape[0]
        classCount = weight.shape[1]
        let count = classCount
        weights = (0..<count).map { label in
            stride(from: label, to: weight.count, by: count).map { weight.values[$0] }
        }
        readLayers = ClassLayer.layers(readAs: source, inputCount, in: graph)
    }

    private static func layers(readAs source: String, _ inputCount: Int, in graph: NetworkGraph) -> [ReadLayer] {
        var layers: [ReadLayer] = []
        var filters = (0..<inputCount).map { [$0] }
        var positions: [[Int]]? = filters
        var next = source
        while let node = graph.nodes.firstIndex(where: { $0.name == next }) {
            layers.append(ReadLayer(node: node, name: next, filters: filters, positions: positions))
            switch graph.nodes[node].layer {
            case .activation, .dropout, .batchNormalization: break
            case .pooling, .globalAverage: positions = nil
            case .flatten:
                guard let channels = graph.channels(into: node) else { return layers }
                filters = (0..<channels).map { channel in
                    stride(from: channel, to: filters.count, by: channels).flatMap { filters[$0] }
                }
            case .convolution, .fullyConnected, .add, .concatenate: return layers
            }
            next = graph.nodes[node].inputs[0]
        }
        return layers
    }

    /// What every input adds to the logit of a class: weight by value.
    func contributions(to label: Int, of values: ArraySlice<Float>) -> [Double] {
        zip(weights[label], values).map { Double($0) * Double($1) }
    }

    /// For every neuron of a layer the inputs of the class layer that it feeds.
    /// - Parameter isPerFilter: whether a neuron is a whole filter; one position of a map otherwise.
    /// - Throws: a usage error naming the layers that are read directly when this one is not.
    func inputs(of layer: String, isPerFilter: Bool, in graph: NetworkGraph) throws(NeSyError) -> [[Int]] {
        let node = try graph.nodeIndex(of: layer)
        guard let read = readLayers.first(where: { $0.node == node }) else {
            guard !readLayers.isEmpty else {
                throw NeSyError(
                    .usage, "The classes are read from the image itself, not from neurons.",
                    expected: "a layer before '\(name)'", found: layer, remedy: "Mine without --intervene.")
            }
            let names = readLayers.map(\.name).joined(separator: ", ")
            throw NeSyError(
                .usage, "The neurons of layer '\(layer)' do not feed the classes directly.",
                expected: "one of \(names), which '\(name)' reads", found: layer,
                remedy: "Mine with --tails \(usualLayer(in: graph)), or without --intervene.")
        }
        // The neurons of a layer without positions are its filters.
        if isPerFilter || graph.shapes[node].isVector { return read.filters }
        guard let positions = read.positions else {
            throw NeSyError(
                .usage, "Pooling mixes the positions of layer '\(layer)' before the classes read them.",
                expected: "whole filters, or a layer behind the pooling", found: "\(layer) by position",
                remedy: "Add --per filter, or use --tails \(readLayers[0].name).")
        }
        return positions
    }

    /// The layer that one would mine: the nearest activation, whose values tell active from inactive.
    private func usualLayer(in graph: NetworkGraph) -> String {
        let activation = readLayers.first { layer in
            if case .activation = graph.nodes[layer.node].layer { true } else { false }
        }
        return (activation ?? readLayers[0]).name
    }
}

extension NetworkGraph {
    /// The channels of what a node reads first; nil for the image.
    fileprivate func channels(into node: Int) -> Int? {
        nodes.firstIndex { $0.name == nodes[node].inputs[0] }.map { shapes[$0].channels }
    }
}
