import NeSyCompute
import NeSyNetworks
import NeSyTensor

/// What a network says about a set of images: the class it names, and how strongly every filter of the tapped layer
/// answers.
public struct FilterReadout: Sendable {
    /// `[images, filters]`.
    public let norms: Tensor
    public let predictions: [Int32]
    public let labels: Labels

    public init(norms: Tensor, predictions: [Int32], labels: Labels) {
        self.norms = norms
        self.predictions = predictions
        self.labels = labels
    }

    /// Runs every image through the network in inference mode; norms are taken on the device.
    /// - Parameter labels: of the images, where the batches carry none.
    /// - Throws: a usage error for an unknown tap, what reading the images and `progress` throw, and bad data when a
    ///   norm is not finite.
    public init(
        _ network: Network, source: any BatchSource, classes: [String], norm: FilterNorm.Kind,
        tap: String = "filters", labels known: Labels? = nil,
        progress: (_ done: Int) throws(NeSyError) -> Void = { _ in }
    ) throws(NeSyError) {
        var norms: [Float] = []
        var predictions: [Int32] = []
        var labels: [Int32] = []
        var filters = 0
        var buffer: DeviceBuffer?
        try network.activations(of: tap, in: source) { (batch) throws(NeSyError) in
            let shape = try network.graph.shape(of: tap)
            filters = shape.channels
            let operation = FilterNorm(
                norm, batch: batch.count, height: shape.height, width: shape.width, filters: filters)
            let needed = batch.count * filters
            let target: DeviceBuffer
            if let buffer, buffer.count >= needed {
                target = buffer
            } else {
                target = try batch.backend.makeBuffer(count: needed)
                buffer = target
            }
            let slice = target.slice.slice(offset: 0, count: needed)
            batch.backend.filterNorms(operation, maps: batch.maps[0], norms: slice)
            norms += try batch.backend.download(slice)
            predictions += try batch.predictions()
            labels += batch.labels
            try progress(labels.count)
        }
        if let bad = norms.firstIndex(where: { !$0.isFinite }) {
            throw NeSyError(
                .badData, "The network answers with a number that is not finite.",
                at: "filter \(bad % filters), image \(bad / filters)", found: "\(norms[bad])",
                remedy: "Are the weights damaged, or did training diverge?")
        }
        self.init(
            norms: Tensor([labels.count, filters], norms), predictions: predictions,
            labels: known ?? Labels(classes: classes, indices: labels))
    }

    public var accuracy: Double {
        let right = zip(predictions, labels.indices).count { $0 == $1 }
        return labels.count == 0 ? 0 : Double(right) / Double(labels.count)
    }

    /// The names of filters as attributes: `f0`, `f1`, …
    public static func attributeNames(filters: Int) -> [String] { (0..<filters).map { "f\($0)" } }

    /// One Boolean attribute for each filter.
    public func table(_ thresholds: FilterThresholds) -> Table {
        Table(
            bits: thresholds.binarize(norms),
            names: FilterReadout.attributeNames(filters: thresholds.values.count))
    }
}
