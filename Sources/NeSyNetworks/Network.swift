import NeSyCompute
import NeSyTensor

/// A ``NetworkGraph`` with weights on a device. Trained tensors lie in one flat buffer, running statistics in
/// another; a trainer changes both in place.
public final class Network: Sendable {
    public let graph: NetworkGraph
    public let backend: any ComputeBackend
    let layout: ParameterLayout
    /// All trained tensors, flat.
    public let parameters: BufferSlice
    /// Running means and variances, flat.
    public let statistics: BufferSlice

    /// A network with first values drawn from the seed: the same on every device.
    /// - Throws: a device error when the memory is not there.
    public init(
        _ graph: NetworkGraph, on backend: any ComputeBackend, initializer: Initializer = .pyTorch, seed: UInt64
    ) throws(NeSyError) {
        self.graph = graph
        self.backend = backend
        layout = ParameterLayout(graph)
        // A device has no empty buffers.
        parameters = try backend.makeBuffer(count: max(1, layout.parameterCount)).slice
        statistics = try backend.makeBuffer(count: max(1, layout.statisticCount)).slice
        for (index, slot) in layout.parameters.enumerated() {
            let random = CounterRandom(seed: seed, stream: RandomStream.initialization(parameter: index))
            backend.upload(
                initializer.values(count: slot.count, role: layout.roles[index], random: random),
                to: parameters.slice(offset: slot.offset, count: slot.count))
        }
        for (slot, start) in zip(layout.statistics, layout.statisticStarts) {
            backend.fill(statistics.slice(offset: slot.offset, count: slot.count), with: start)
        }
    }

    /// A network with weights from elsewhere.
    /// - Throws: see ``load(_:)``, and a device error when the memory is not there.
    public init(
        _ graph: NetworkGraph, on backend: any ComputeBackend, state: NetworkState
    ) throws(NeSyError) {
        self.graph = graph
        self.backend = backend
        layout = ParameterLayout(graph)
        parameters = try backend.makeBuffer(count: max(1, layout.parameterCount)).slice
        statistics = try backend.makeBuffer(count: max(1, layout.statisticCount)).slice
        try load(state)
    }

    /// Everything learned, copied from the device.
    /// - Throws: a device error.
    public func state() throws(NeSyError) -> NetworkState {
        let trained = try backend.download(parameters)
        let running = try backend.download(statistics)
        return NetworkState(
            layout.stateSlots.flatMap { slot, isStatistic in
                ParameterLayout.tensors(of: [slot], in: isStatistic ? running : trained)
            })
    }

    /// Replaces everything learned. Nothing is changed when it does not fit.
    /// - Throws: a bad-data error naming the first tensor that is missing, unexpected, of another shape or not
    ///   finite.
    public func load(_ state: NetworkState) throws(NeSyError) {
        // One run over both kinds finds the first misfit in the order of the layers.
        var offset = 0
        var slots: [ParameterLayout.Slot] = []
        for entry in layout.stateSlots {
            var slot = entry.slot
            slot.offset = offset
            offset += slot.count
            slots.append(slot)
        }
        let values = try ParameterLayout.flatten(
            state.tensors, into: slots, count: offset, owner: "the network")
        for (entry, slot) in zip(layout.stateSlots, slots) {
            let target = entry.isStatistic ? statistics : parameters
            backend.upload(
                Array(values[slot.offset..<slot.offset + slot.count]),
                to: target.slice(offset: entry.slot.offset, count: slot.count))
        }
    }
}
