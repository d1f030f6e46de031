import NeSyCompute
import NeSyTensor

/// The penalty of elite back-propagation on the maps of a tapped layer.
public final class EliteTapLoss: TapLoss {
    public let tap: String
    public let elite: EliteFilters
    /// lambda.
    public let weight: Float

    private var penalties: DeviceBuffer?
    private var positions = 1

    public init(tap: String = "filters", elite: EliteFilters, weight: Float = 1e-3) {
        self.tap = tap
        self.elite = elite
        self.weight = weight
    }

    public func prepare(
        on backend: any ComputeBackend, shape: Shape, classes: Int, totalSteps: Int
    ) throws(NeSyError) {
        let filters = shape[shape.rank - 1]
        guard elite.penalties.shape == [classes, filters] else {
            throw NeSyError(
                .usage, "The elite filters do not fit the network.",
                expected: "\(classes) classes x \(filters) filters",
                found: "\(elite.penalties.shape)")
        }
        positions = shape.rank == 4 ? shape[1] * shape[2] : 1
        let buffer = try backend.makeBuffer(count: elite.penalties.count)
        backend.upload(elite.penalties.values, to: buffer.slice)
        penalties = buffer
    }

    public func apply(
        on backend: any ComputeBackend, step: Int, batch: Int, maps: BufferSlice, labels: BufferSlice,
        loss: BufferSlice, mapGradient: BufferSlice
    ) {
        guard let penalties else { preconditionFailure("apply(…) before prepare(…)") }
        backend.eliteLoss(
            EliteLoss(
                batch: batch, positions: positions, filters: elite.penalties.shape[1],
                classes: elite.penalties.shape[0]),
            maps: maps, labels: labels, penalties: penalties.slice, factor: weight, loss: loss,
            mapGradient: mapGradient, accumulate: true)
    }
}
