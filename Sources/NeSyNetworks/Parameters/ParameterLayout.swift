import NeSyTensor

/// Where every tensor of a network lies: trained ones in one flat run, running statistics in another.
struct ParameterLayout: Sendable {
    struct Slot: Sendable {
        var name: String
        var shape: Shape
        var offset: Int
        var count: Int { shape.count }
    }

    /// The slots of one node, as indices.
    struct NodeSlots: Sendable {
        var parameters: [Int] = []
        var statistics: [Int] = []
    }

    private(set) var parameters: [Slot] = []
    private(set) var roles: [ParameterRole] = []
    private(set) var statistics: [Slot] = []
    private(set) var statisticStarts: [Float] = []
    private(set) var nodes: [NodeSlots] = []
    /// Values in each run, with the gaps between tensors, which stay zero.
    private(set) var parameterCount = 0
    private(set) var statisticCount = 0

    /// Every tensor begins at a multiple of so many values, a cache line, so that devices read it in whole vectors.
    private static let alignment = 16

    private static func end(of slot: Slot) -> Int { (slot.offset + slot.count + alignment - 1) / alignment * alignment }

    init(_ graph: NetworkGraph) {
        for (node, operation) in zip(graph.nodes, graph.operations) {
            var slots = NodeSlots()
            for (name, shape, role) in operation.parameters {
                slots.parameters.append(parameters.count)
                parameters.append(Slot(name: "\(node.name).\(name)", shape: shape, offset: parameterCount))
                roles.append(role)
                parameterCount = ParameterLayout.end(of: parameters[parameters.count - 1])
            }
            for (name, shape, start) in operation.statistics {
                slots.statistics.append(statistics.count)
                statistics.append(Slot(name: "\(node.name).\(name)", shape: shape, offset: statisticCount))
                statisticStarts.append(start)
                statisticCount = ParameterLayout.end(of: statistics[statistics.count - 1])
            }
            nodes.append(slots)
        }
    }

    /// All slots in the order of the layers.
    var stateSlots: [(slot: Slot, isStatistic: Bool)] {
        nodes.flatMap { node in
            node.parameters.map { (parameters[$0], false) } + node.statistics.map { (statistics[$0], true) }
        }
    }

    /// Cuts a flat run into its tensors.
    static func tensors(of slots: [Slot], in values: [Float], suffix: String = "") -> [NamedTensor] {
        slots.map { slot in
            NamedTensor(
                slot.name + suffix, Tensor(slot.shape, Array(values[slot.offset..<slot.offset + slot.count])))
        }
    }

    /// The tensors of these names and shapes in one flat run.
    /// - Parameter owner: what the tensors should belong to, for the error.
    /// - Throws: a bad-data error naming the first tensor that is missing, unexpected, of another shape or not
    ///   finite.
    static func flatten(
        _ tensors: [NamedTensor], into slots: [Slot], suffix: String = "", count: Int, owner: String
    ) throws(NeSyError) -> [Float] {
        var byName: [String: Tensor] = [:]
        for entry in tensors {
            guard byName.updateValue(entry.tensor, forKey: entry.name) == nil else {
                throw NeSyError(.badData, "A tensor of \(owner) is there twice.", at: "tensor '\(entry.name)'")
            }
        }
        let known = Set(slots.map { $0.name + suffix })
        let remedy = "Check that the file belongs to this architecture, image size and number of classes."
        var values = [Float](repeating: 0, count: count)
        for slot in slots {
            let name = slot.name + suffix
            guard let tensor = byName[name] else {
                let stranger = tensors.first { !known.contains($0.name) }
                throw NeSyError(
                    .badData, "A tensor of \(owner) is missing.", at: "tensor '\(name)'",
                    expected: "shape \(slot.shape)",
                    found: stranger.map { "'\($0.name)' \($0.tensor.shape) instead" } ?? "no such tensor",
                    remedy: remedy)
            }
            guard tensor.shape == slot.shape else {
                throw NeSyError(
                    .badData, "A tensor of \(owner) has another shape.", at: "tensor '\(name)'",
                    expected: "\(slot.shape)", found: "\(tensor.shape)", remedy: remedy)
            }
            guard let unfit = tensor.values.firstIndex(where: { !$0.isFinite }) else {
                values.replaceSubrange(slot.offset..<slot.offset + slot.count, with: tensor.values)
                continue
            }
            throw NeSyError(
                .badData, "A tensor of \(owner) holds a value that is not finite.",
                at: "tensor '\(name)', element \(unfit)", expected: "finite numbers",
                found: "\(tensor.values[unfit])", remedy: "Go back to an earlier checkpoint.")
        }
        if let stranger = tensors.first(where: { !known.contains($0.name) }) {
            throw NeSyError(
                .badData, "There is a tensor that \(owner) does not have.", at: "tensor '\(stranger.name)'",
                expected: "\(slots.count) tensors", found: "shape \(stranger.tensor.shape)", remedy: remedy)
        }
        return values
    }
}
