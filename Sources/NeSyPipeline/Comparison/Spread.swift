import NeSyJSON

/// Mean and population standard deviation of a figure.
public struct Spread: Sendable, Hashable {
    public let mean: Double
    public let deviation: Double

    public init(_ values: [Double]) {
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        self.mean = mean
        deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }

    public var json: JSON { ["mean": .number(mean), "deviation": .number(deviation)] }
}
