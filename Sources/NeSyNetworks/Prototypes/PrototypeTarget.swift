import NeSyCompute
import NeSyTensor

/// Groups of one layer on the device: where they are read and where their gradient begins.
///
/// An activation function is passed over: what it makes of a neuron's weighted sum has no gradient where a rectifier
/// is silent, which is where most prototypes must start (our reading; the paper says only "maximises the activation").
struct PrototypeTarget {
    let node: Int
    let shape: FeatureShape
    /// The shares of the layer's values, group by group.
    let shares: [[(index: Int, share: Float)]]
    /// Whether a group speaks of single positions, which an image must not be moved away from.
    let isPlaced: Bool

    /// - Throws: a usage error for an unknown layer or neuron.
    init(_ groups: [NeuronGroup], layer: String, in graph: NetworkGraph) throws(NeSyError) {
        var node = try graph.nodeIndex(of: layer)
        let shape = graph.shapes[node]
        var shares: [[(index: Int, share: Float)]] = []
        for group in groups { shares.append(try group.weights(shape)) }
        search: while graph.sources[node][0] > 0 {
            switch graph.operations[node] {
            case .activation, .dropout: node = graph.sources[node][0] - 1
            default: break search
            }
        }
        self.node = node
        self.shape = shape
        self.shares = shares
        isPlaced =
            !shape.isVector
            && groups.contains { group in
                group.neurons.contains { if case .unit = $0 { true } else { false } }
            }
    }

    /// The gradient of every group's mean: `[groups, values of the layer]`.
    var seeds: [Float] {
        var seeds = [Float](repeating: 0, count: shares.count * shape.count)
        for (row, shares) in shares.enumerated() {
            for (index, share) in shares { seeds[row * shape.count + index] = share }
        }
        return seeds
    }

    /// The mean of every group, each on its own image.
    func responses(_ values: [Float]) -> [Float] {
        shares.indices.map { response($0, values, image: $0) }
    }

    /// The mean of one group on an image of a batch.
    /// - Parameter values: what the layer yields, `[images, values of the layer]`.
    func response(_ group: Int, _ values: [Float], image: Int) -> Float {
        let first = image * shape.count
        return Float(shares[group].reduce(0) { $0 + Double($1.share) * Double(values[first + $1.index]) })
    }
}
