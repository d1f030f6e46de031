import NeSyJSON

/// Mean and sample standard deviation of a figure: the sum of squares is divided by one less than the count, because
/// seeds are a sample of all that there might be.
///
/// The NeSyFOLD papers divide by the count; for five runs their deviations are 0.89 of these.
public struct Spread: Sendable, Hashable {
    public let mean: Double
    /// Nil for a single value, which has none.
    public let deviation: Double?

    public init(_ values: [Double]) {
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        self.mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
    }

    public var json: JSON { ["mean": .number(mean), "deviation": deviation.map(JSON.number) ?? .null] }
}
