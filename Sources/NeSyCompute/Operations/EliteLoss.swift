/// The penalty of elite back-propagation (Kasioumis, Townsend and Inakoshi; specification §4.3):
/// `sum_i sum_k penalty[y_i, k] * m[i, k]`, where `m` is the mean of filter k's map on image i and
/// `penalty = 1 - P`, zero for the elite filters of a class.
public struct EliteLoss: Sendable, Hashable {
    public var batch: Int
    /// Height x width of a map.
    public var positions: Int
    public var filters: Int
    public var classes: Int

    public init(batch: Int, positions: Int, filters: Int, classes: Int) {
        precondition(batch > 0 && positions > 0 && filters > 0 && classes > 0)
        self.batch = batch
        self.positions = positions
        self.filters = filters
        self.classes = classes
    }
}

/// Loss and gradient of ``EliteLoss``.
public protocol EliteLossBackend {
    /// - Parameters:
    ///   - maps: `[batch, positions, filters]`. - labels: `[batch]` Int32, -1 for padding.
    ///   - penalties: `[classes, filters]`. - factor: lambda.
    ///   - loss: one element, **added** to. - mapGradient: as `maps`, written or added.
    func eliteLoss(
        _ operation: EliteLoss, maps: BufferSlice, labels: BufferSlice, penalties: BufferSlice, factor: Float,
        loss: BufferSlice, mapGradient: BufferSlice, accumulate: Bool)
}
