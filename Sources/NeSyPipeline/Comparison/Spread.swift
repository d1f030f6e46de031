import NeSyJSON

/// Mean and population standard deviation of a figure: the sum of squares is divided by the count, as the NeSyFOLD
/// papers do over their five runs, so that figures can be laid beside theirs.
public struct Spread: Sendable, Hashable {
    public let mean: Double
    /// Nil for a single value, which tells nothing of others.
    public let deviation: Double?

    public init(_ values: [Double]) {
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        self.mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviation = values.count > 1 ? (squares / Double(values.count)).squareRoot() : nil
    }

    public var json: JSON { ["mean": .number(mean), "deviation": deviation.map(JSON.number) ?? .null] }
}
