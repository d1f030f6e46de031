import NeSyCompute
import NeSyTensor

/// A loss on the maps of a tapped layer, added to the cross-entropy of a training step.
public protocol TapLoss: AnyObject {
    /// The name of the tap, usually `filters`.
    var tap: String { get }

    /// Called once before the first step.
    /// - Parameters:
    ///   - shape: of the tapped maps, `[batch, height, width, filters]`.
    ///   - totalSteps: steps in the whole training, for what changes along it.
    func prepare(on backend: any ComputeBackend, shape: Shape, classes: Int, totalSteps: Int) throws(NeSyError)

    /// Queues loss and gradient of one step.
    /// - Parameters:
    ///   - step: counts from 0 over the whole training.
    ///   - labels: `[batch]` Int32, -1 for padding rows. The batch may be smaller than the prepared one.
    ///   - loss: one element, added to.
    ///   - mapGradient: as `maps`; added to (the gradient of the rest of the network is there already).
    func apply(
        on backend: any ComputeBackend, step: Int, batch: Int, maps: BufferSlice, labels: BufferSlice,
        loss: BufferSlice, mapGradient: BufferSlice)
}
