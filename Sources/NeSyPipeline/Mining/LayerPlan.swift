import NeSyCompute
import NeSyNetworks
import NeSyTensor

/// How one layer of a network becomes items.
struct LayerPlan {
    let layer: String
    let kind: LayerItems.Kind
    let shape: FeatureShape

    var isOutput: Bool { kind == .classes }
    /// Items.
    var columns: Int { kind == .filters ? shape.channels : shape.count }

    /// `[count, columns]` of a batch, on the device: the activations, or the largest of every filter's map.
    /// - Throws: bad data when an activation is not finite.
    func values(of batch: ActivationBatch, map index: Int) throws(NeSyError) -> BufferSlice {
        let maps = batch.maps[index]
        guard try !batch.backend.containsNonFinite(maps) else {
            throw NeSyError(
                .badData, "The network answers with a number that is not finite.", at: "layer '\(layer)'",
                remedy: "Are the weights damaged, or did training diverge?")
        }
        guard kind == .filters else { return maps }
        // One window over the whole map, which need not be square.
        let pooling = try Pooling(
            .maximum, batch: batch.count, height: shape.height, width: shape.width, channels: shape.channels,
            kernel: max(shape.height, shape.width), roundsUp: true)
        let largest = try batch.backend.makeBuffer(count: batch.count * shape.channels).slice
        batch.backend.pool(pooling, input: maps, output: largest, winners: nil)
        return largest
    }
}
