import NeSyTensor

/// Neurons of one layer that are looked at together, such as the tail of a rule.
public struct NeuronGroup: Sendable, Hashable {
    public enum Neuron: Sendable, Hashable {
        /// One value of the layer, flat: `(row * width + column) * channels + channel`; in a vector its index.
        case unit(Int)
        /// A filter at all its positions.
        case filter(Int)
    }

    /// A tap or a layer by its own name.
    public var layer: String
    public var neurons: [Neuron]

    public init(layer: String, neurons: [Neuron]) {
        self.layer = layer
        self.neurons = neurons
    }

    public init(layer: String, units: [Int]) { self.init(layer: layer, neurons: units.map(Neuron.unit)) }

    /// The share that every value of the layer has in the group's mean: each neuron counts the same, and a filter's
    /// positions share alike.
    /// - Throws: a usage error for no neurons, or one that the layer does not have.
    func weights(_ shape: FeatureShape) throws(NeSyError) -> [(index: Int, share: Float)] {
        guard !neurons.isEmpty else {
            throw NeSyError(.usage, "A group of neurons is empty.", at: "layer '\(layer)'")
        }
        var shares: [Int: Double] = [:]
        for neuron in neurons {
            switch neuron {
            case .unit(let index):
                guard (0..<shape.count).contains(index) else { throw missing("unit \(index)", "units", shape.count) }
                shares[index, default: 0] += 1
            case .filter(let channel):
                guard (0..<shape.channels).contains(channel) else {
                    throw missing("filter \(channel)", "filters", shape.channels)
                }
                for position in 0..<shape.positions {
                    shares[position * shape.channels + channel, default: 0] += 1 / Double(shape.positions)
                }
            }
        }
        return shares.sorted { $0.key < $1.key }.map { ($0.key, Float($0.value / Double(neurons.count))) }
    }

    private func missing(_ found: String, _ kind: String, _ count: Int) -> NeSyError {
        NeSyError(
            .usage, "The layer does not have this neuron.", at: "layer '\(layer)'",
            expected: "\(kind) 0 to \(count - 1)", found: found)
    }
}
