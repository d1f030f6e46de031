import NeSyCompute
import NeSyData
import NeSyNetworks
import NeSyTensor

/// Reads layers of a network as items: which neurons are active on which images (Fischer et al., section 3).
///
/// Bits are made batch by batch on the device; activations are never kept.
public struct LayerReader: Sendable {
    /// What the output layer says about an image.
    public enum Classes: String, Sendable, Hashable, CaseIterable {
        /// The class that the network names. Our reading: the paper speaks of output neurons of which one is active.
        case network
        /// The class that the image has.
        case labels
    }

    /// What an item of a convolution is.
    public enum Granularity: String, Sendable, Hashable, CaseIterable {
        /// A filter at one position (paper 4, B.1).
        case position
        /// A filter anywhere: set where its strongest position is above the threshold. Our reading.
        case filter
    }

    public var threshold = ItemThreshold.above(0)
    public var classes = Classes.network
    public var granularity = Granularity.position
    public var budget = MemoryBudget.machine

    public init() {}

    /// Layers of a network on the same images.
    public struct Reading: Sendable, Hashable {
        /// In the order asked for.
        public var layers: [LayerItems]
        /// The class that the network names, image by image.
        public var predictions: [Int32]
        /// The class that every image has.
        public var labels: [Int32]
    }

    /// Runs images through a network in inference mode, once for all layers; with a quantile, first a sample of them.
    /// - Parameters:
    ///   - layers: names of layers or taps. The last layer, `output` or by its own name, is read as classes.
    ///   - dataset: the images, of the kind that `images` reads.
    ///   - size: images at a time, about.
    /// - Throws: a usage error for an unknown layer; bad data when there are no images, when the bits take more memory
    ///   than there is, and when an activation is not finite; what reading the images throws.
    public func read(
        _ layers: [String], of network: Network, images: DatasetImages, dataset: ImageDataset, size: Int,
        progress: (_ done: Int, _ total: Int) throws(NeSyError) -> Void = { _, _ in }
    ) throws(NeSyError) -> Reading {
        let rows = dataset.count
        guard rows > 0 else { throw NeSyError(.badData, "There are no images to read.", expected: "at least one") }
        var plans: [LayerPlan] = []
        for name in layers { plans.append(try plan(name, in: network.graph)) }
        let sample = ItemThreshold.sample(of: rows)
        try check(plans, rows: rows, sample: sample.count)

        let readers = plans.filter { !$0.isOutput }
        let batchSize = LayerReader.batchSize(near: size)
        var bits = try thresholds(
            readers, network, images.ordered(dataset.selecting(sample), batchSize),
            progress: { (done) throws(NeSyError) in try progress(done, sample.count + rows) }
        ).map { LayerBits(rows: rows, thresholds: $0) }
        let before = bits.isEmpty || !usesQuantiles ? 0 : sample.count
        var predictions: [Int32] = []
        var labels: [Int32] = []
        try network.activations(of: readers.map(\.layer), in: images.ordered(dataset, batchSize)) {
            (batch) throws(NeSyError) in
            for (index, plan) in readers.enumerated() {
                let values = try plan.values(of: batch, map: index)
                try bits[index].append(values, rows: batch.count, on: batch.backend)
            }
            predictions += try batch.predictions()
            labels += batch.labels
            try progress(before + labels.count, before + rows)
        }
        var matrices = bits.map { $0.matrix() }[...]
        let hot = LayerItems.oneHot(classes == .network ? predictions : labels, classes: network.graph.classes)
        let items = plans.map { plan in
            LayerItems(
                layer: plan.layer, kind: plan.kind,
                names: plan.isOutput
                    ? LayerItems.names(layer: plan.layer, classes: images.classes)
                    : LayerItems.names(layer: plan.layer, kind: plan.kind, shape: plan.shape),
                bits: plan.isOutput ? hot : matrices.removeFirst(), shape: plan.shape)
        }
        return Reading(layers: items, predictions: predictions, labels: labels)
    }

    private func plan(_ name: String, in graph: NetworkGraph) throws(NeSyError) -> LayerPlan {
        let index = try graph.nodeIndex(of: name)
        let shape = graph.shapes[index]
        if index == graph.nodes.count - 1 {
            return LayerPlan(layer: NetworkGraph.outputTap, kind: .classes, shape: shape)
        }
        let kind: LayerItems.Kind =
            shape.isVector ? .neurons : granularity == .position ? .positions : .filters
        return LayerPlan(layer: graph.nodes[index].name, kind: kind, shape: shape)
    }

    /// Bits of all layers, and the values that quantiles are taken from.
    private func check(_ plans: [LayerPlan], rows: Int, sample: Int) throws(NeSyError) {
        var (total, items) = (0, 0)
        for plan in plans {
            items += plan.columns
            let bytes = MemoryBudget.bits(rows: rows, columns: plan.columns)
            let values = usesQuantiles && !plan.isOutput ? sample * plan.columns * 4 : 0
            let (sum, overflow) = total.addingReportingOverflow(bytes == .max ? .max : bytes + values)
            total = overflow ? .max : sum
        }
        try budget.require(
            total, for: "\(rows) images of \(items) items",
            at: plans.map { "layer '\($0.layer)'" }.joined(separator: ", "),
            remedy: plans.contains { $0.kind == .positions }
                ? "Take whole filters (--per filter), another layer or fewer images." : "Take fewer images.")
    }

    private var usesQuantiles: Bool {
        if case .quantile = threshold { true } else { false }
    }

    /// For every layer the least value of every item that sets it.
    private func thresholds(
        _ plans: [LayerPlan], _ network: Network, _ source: any BatchSource,
        progress: (_ done: Int) throws(NeSyError) -> Void
    ) throws(NeSyError) -> [[Float]] {
        switch threshold {
        case .above(let value):
            let least = ItemThreshold.leastValue(above: Float(value))
            return plans.map { [Float](repeating: least, count: $0.columns) }
        case .quantile(let quantile):
            if plans.isEmpty { return [] }
            var values = [[Float]](repeating: [], count: plans.count)
            var done = 0
            try network.activations(of: plans.map(\.layer), in: source) { (batch) throws(NeSyError) in
                for (index, plan) in plans.enumerated() {
                    values[index] += try batch.backend.download(try plan.values(of: batch, map: index))
                }
                done += batch.count
                try progress(done)
            }
            let rank = ItemThreshold.rank(of: quantile, among: done)
            return zip(plans, values).map { plan, values in
                (0..<plan.columns).map { column in
                    let own = (0..<done).map { values[$0 * plan.columns + column] }.sorted()
                    return ItemThreshold.leastValue(above: own[rank])
                }
            }
        }
    }

    /// A power of two, so that batches fill the blocks of ``LayerBits``.
    private static func batchSize(near size: Int) -> Int {
        var power = 32
        while power < size, power < LayerBits.blockRows { power *= 2 }
        return power
    }
}
