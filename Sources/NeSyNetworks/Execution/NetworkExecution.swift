import NeSyCompute
import NeSyTensor

/// A network at work on batches of up to `capacity` images. All buffers are planned and made once; a smaller batch
/// uses the front of each, so statistics and gradients never see rows that are not there.
///
/// Used by one thread at a time.
public final class NetworkExecution {
    public enum Mode: Sendable, Hashable {
        /// Batch statistics, dropout, and a backward pass.
        case training
        /// Running statistics; values that nobody asked to keep share memory.
        case inference
        /// Running statistics, no dropout, and a backward pass from kept taps to the image: what in an image moves a
        /// neuron. Layers after the last kept one are left out, and no weight has a gradient.
        case attribution
    }

    public let network: Network
    public let mode: Mode
    public let capacity: Int
    /// Images of the batch that was loaded last.
    public private(set) var count = 0
    /// Seed of the dropout masks.
    public let seed: UInt64

    let plan: ExecutionPlan
    let kept: Set<Int>
    let images: BufferSlice
    private let labelBuffer: BufferSlice
    let buffers: [BufferSlice]
    private let assignment: BufferAssignment
    /// Gradients of all trained tensors, laid out as ``Network/parameters``; empty of meaning before
    /// ``backward(tapped:)``.
    public let gradients: BufferSlice?
    /// Zeros for as many channels as any batch normalisation has, whose backward pass with running statistics is its
    /// forward pass without a mean and a shift.
    let zeros: BufferSlice?
    /// The trained tensors of every node, weight before bias; their gradients, in training.
    let tensors: [[BufferSlice]]
    let tensorGradients: [[BufferSlice]]?
    /// Running mean and variance of every node that has them.
    let statistics: [[BufferSlice]]
    /// Values that the backward pass under way has written a gradient of.
    var written: [Bool]

    /// - Parameters:
    ///   - keeping: taps or layers that are read after the forward pass; while training, those with a loss of their
    ///     own. The logits are always kept.
    ///   - beside: values of each buffer that the caller will make, for which there must be memory as well.
    /// - Throws: a usage error for an unknown name; a device error when the memory is not there, saying how much is
    ///   needed and how many images at a time would fit.
    public init(
        _ network: Network, capacity: Int, mode: Mode, keeping: Set<String> = [], beside: [Int] = [],
        seed: UInt64 = 0
    ) throws(NeSyError) {
        precondition(capacity > 0)
        self.network = network
        self.mode = mode
        self.capacity = capacity
        self.seed = seed
        let graph = network.graph
        var kept: Set<Int> = []
        for name in keeping { kept.insert(try graph.nodeIndex(of: name) + 1) }
        self.kept = kept
        let need = MemoryNeed(network: network, mode: mode, kept: kept, beside: beside)
        plan = need.plan(capacity: capacity)
        assignment = BufferAssignment(plan.lifetimes)
        try need.check(capacity: capacity)
        let backend = network.backend
        do throws(NeSyError) {
            images = try backend.makeInputBuffer(count: graph.input.count * capacity).slice
            labelBuffer = try backend.makeInputBuffer(count: capacity).slice
            var buffers: [BufferSlice] = []
            for size in assignment.sizes { buffers.append(try backend.makeBuffer(count: size).slice) }
            self.buffers = buffers
            gradients = mode == .training ? try backend.makeBuffer(count: network.parameters.count).slice : nil
            let normalized = NetworkExecution.normalizedChannels(graph)
            zeros = mode == .attribution && normalized > 0 ? try backend.makeBuffer(count: normalized).slice : nil
        } catch {
            throw need.explain(error, capacity: capacity)
        }
        // Slices are cut once: a step allocates nothing.
        let layout = network.layout
        func cut(_ flat: BufferSlice, _ slots: [ParameterLayout.Slot], _ indices: [Int]) -> [BufferSlice] {
            indices.map { flat.slice(offset: slots[$0].offset, count: slots[$0].count) }
        }
        tensors = layout.nodes.map { cut(network.parameters, layout.parameters, $0.parameters) }
        tensorGradients = gradients.map { flat in layout.nodes.map { cut(flat, layout.parameters, $0.parameters) } }
        statistics = layout.nodes.map { cut(network.statistics, layout.statistics, $0.statistics) }
        written = [Bool](repeating: false, count: graph.nodes.count + 1)
    }

    /// Brings a batch to the device.
    /// - Throws: a bad-data error when the images have another shape than the network's input or a label is no
    ///   class.
    /// - Precondition: the batch is neither empty nor larger than the capacity.
    public func load(_ batch: Batch) throws(NeSyError) {
        precondition((1...capacity).contains(batch.count), "\(batch.count) images for a capacity of \(capacity)")
        try batch.check(input: network.graph.input, classes: network.graph.classes)
        count = batch.count
        network.backend.upload(batch.images.values, to: values(0))
        network.backend.upload(batch.labels, to: labels)
    }

    /// Labels of the loaded batch: `count` Int32, -1 for rows without one.
    public var labels: BufferSlice { labelBuffer.slice(offset: 0, count: count) }

    /// `[count, classes]`, after the forward pass.
    public var logits: BufferSlice { values(network.graph.nodes.count) }

    /// What a kept tap or layer yielded: `[count, height, width, channels]`.
    /// - Throws: a usage error for an unknown name.
    /// - Precondition: the value was named in `keeping`, or is the output.
    public func output(of name: String) throws(NeSyError) -> BufferSlice {
        let value = try network.graph.nodeIndex(of: name) + 1
        precondition(kept.contains(value) || value == network.graph.nodes.count, "'\(name)' was not kept")
        return values(value)
    }

    /// The most channels that a batch normalisation has.
    private static func normalizedChannels(_ graph: NetworkGraph) -> Int {
        graph.operations.reduce(0) { most, operation in
            guard case .batchNormalization(let normalization) = operation else { return most }
            return max(most, normalization.channels)
        }
    }

    func shape(_ value: Int) -> FeatureShape {
        value == 0 ? network.graph.input : network.graph.shapes[value - 1]
    }

    func values(_ value: Int) -> BufferSlice {
        precondition(plan.pooledOnTheWay[value] == nil, "a value that is pooled on the way is nowhere")
        let size = shape(value).count * count
        guard let storage = plan.activation[value] else { return images.slice(offset: 0, count: size) }
        return buffers[assignment.buffers[storage]].slice(offset: 0, count: size)
    }

    func gradient(_ value: Int) -> BufferSlice? {
        guard let storage = plan.gradient[value] else { return nil }
        let pooled = plan.takesPooledGradient[value] ? plan.pooledOnTheWay[value] : nil
        return buffers[assignment.buffers[storage]].slice(offset: 0, count: shape(pooled ?? value).count * count)
    }

    func saved(_ value: Int, offset: Int = 0, count: Int) -> BufferSlice? {
        guard let storage = plan.saved[value] else { return nil }
        return buffers[assignment.buffers[storage]].slice(offset: offset, count: count)
    }

    /// Where a layer writes.
    func target(_ value: Int) -> BufferSlice { values(plan.pooledOnTheWay[value] ?? value) }

    /// The pooling that a layer does on the way, with the memory that it is lent: `maps` of the plan or `mapGradients`.
    func pooling(_ value: Int, lent: [Int?]) -> FusedPooling? {
        guard let pool = plan.pooledOnTheWay[value], case .pooling(var operation) = network.graph.operations[pool - 1]
        else { return nil }
        operation.batch = count
        let maps = lent[value].map {
            buffers[assignment.buffers[$0]].slice(offset: 0, count: network.backend.mapsOnTheWay(operation))
        }
        return FusedPooling(
            operation, winners: saved(pool, count: operation.outputCount), maps: maps)
    }
}
