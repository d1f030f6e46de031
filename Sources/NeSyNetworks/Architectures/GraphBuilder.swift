import NeSyCompute
import NeSyTensor

/// Puts layers behind one another: every new one reads the last unless told otherwise.
struct GraphBuilder {
    private(set) var nodes: [NetworkNode] = []
    private(set) var last = NetworkGraph.inputName
    var taps: [String: String] = [:]

    mutating func append(_ name: String, _ layer: Layer, after input: String? = nil) {
        nodes.append(NetworkNode(name, layer, inputs: [input ?? last]))
        last = name
    }

    mutating func appendSum(_ name: String, of a: String, and b: String) {
        nodes.append(NetworkNode(name, .add, inputs: [a, b]))
        last = name
    }

    mutating func appendReLU(_ name: String) { append(name, .activation(.relu)) }

    mutating func appendPool(_ name: String, roundsUp: Bool = false) {
        append(name, .pooling(PoolingLayer(.maximum, kernel: 2, roundsUp: roundsUp)))
    }

    /// What was appended last is the filter layer.
    mutating func markFilters() { taps[NetworkGraph.filtersTap] = last }

    func build(input: FeatureShape, classes: Int) throws(NeSyError) -> NetworkGraph {
        try NetworkGraph(input: input, classes: classes, nodes: nodes, taps: taps)
    }
}
