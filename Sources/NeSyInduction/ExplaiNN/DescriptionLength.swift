/// The bits that tell a table with the help of rules: L(M) + L(D|M).
public struct DescriptionLength: Sendable, Hashable {
    /// L(M), the rules.
    public var model: Double
    /// L(D|M), the table when the rules are known.
    public var data: Double

    public init(model: Double, data: Double) {
        self.model = model
        self.data = data
    }

    public var total: Double { model + data }
}
