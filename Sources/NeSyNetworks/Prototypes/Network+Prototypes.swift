import NeSyCompute
import NeSyTensor

extension Network {
    /// Images that excite groups of neurons, made by gradient ascent from noise (activation maximisation; Erhan et al.,
    /// "Visualizing higher-layer features of a deep network", 2009) with decay and blur (Yosinski et al.,
    /// "Understanding neural networks through deep visualization", 2015), jitter and octaves (Mordvintsev et al.,
    /// "Inceptionism", 2015). What is maximised is the mean of the group before the layer's activation function. A
    /// prototype depends on its group, the options and the weights alone.
    /// - Parameter observe: called with the steps done and all; may throw to stop.
    /// - Throws: a usage error for an unknown layer or neuron; a device error; what `observe` throws.
    public func prototypes(
        of groups: [NeuronGroup], options: PrototypeOptions = PrototypeOptions(),
        observe: (_ done: Int, _ total: Int) throws(NeSyError) -> Void = { _, _ in }
    ) throws(NeSyError) -> [Prototype] {
        options.check(side: min(graph.input.height, graph.input.width), channels: graph.input.channels)
        var made = [Prototype?](repeating: nil, count: groups.count)
        let parts = try batches(groups, size: options.batchSize)
        for (index, part) in parts.enumerated() {
            let target = try PrototypeTarget(part.map { groups[$0] }, layer: groups[part[0]].layer, in: graph)
            let search = try PrototypeSearch(self, target, options)
            let found = try search.run { (done, total) throws(NeSyError) in
                try observe(index * total + done, parts.count * total)
            }
            for (place, result) in zip(part, found) {
                let shape: Shape = [graph.input.height, graph.input.width, graph.input.channels]
                made[place] = Prototype(
                    group: groups[place], image: Tensor(shape, result.image.samples), response: result.response,
                    startResponse: result.startResponse)
            }
        }
        return made.compactMap { $0 }
    }

    /// Groups that are worked on together, in the order they first come: of one layer, and moved about alike.
    /// - Throws: a usage error for the first unknown layer or neuron, before any work.
    private func batches(_ groups: [NeuronGroup], size: Int) throws(NeSyError) -> [[Int]] {
        struct Kind: Hashable {
            var layer: String
            var isPlaced: Bool
        }
        var order: [Kind] = []
        var members: [Kind: [Int]] = [:]
        for (index, group) in groups.enumerated() {
            let target = try PrototypeTarget([group], layer: group.layer, in: graph)
            let kind = Kind(layer: group.layer, isPlaced: target.isPlaced)
            if members[kind] == nil { order.append(kind) }
            members[kind, default: []].append(index)
        }
        return order.flatMap { kind in
            let all = members[kind] ?? []
            return stride(from: 0, to: all.count, by: size).map { Array(all[$0..<min($0 + size, all.count)]) }
        }
    }

    /// The mean of every group on every image of a source (its epoch 0), before the layer's activation function:
    /// `[groups][images]`. The images that answer most stand beside a prototype.
    /// - Throws: a usage error for an unknown layer or neuron, and what the source or the device throw.
    public func responses(of groups: [NeuronGroup], in source: any BatchSource) throws(NeSyError) -> [[Float]] {
        var targets: [PrototypeTarget] = []
        for group in groups { targets.append(try PrototypeTarget([group], layer: group.layer, in: graph)) }
        let nodes = Array(Set(targets.map(\.node))).sorted()
        var responses = [[Float]](repeating: [], count: groups.count)
        try activations(of: nodes.map { graph.nodes[$0].name }, in: source) { (batch) throws(NeSyError) in
            for (node, maps) in zip(nodes, batch.maps) {
                let values = try batch.backend.download(maps)
                for (index, target) in targets.enumerated() where target.node == node {
                    responses[index] += (0..<batch.count).map { target.response(0, values, image: $0) }
                }
            }
        }
        return responses
    }
}
