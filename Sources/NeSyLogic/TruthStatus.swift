import NeSyTensor

/// What is known about a rule that claims to hold for all inputs.
public enum TruthStatus: Sendable, Hashable {
    /// It held on the rows that were looked at.
    case empirical
    /// It holds for every input.
    case proved
    /// It fails for the input with these attribute values.
    case refuted(counterexample: [AttributeValue])
}

/// The value of one attribute of one row.
public struct AttributeValue: Sendable, Hashable {
    public var attribute: String
    public var cell: TableColumn.Cell

    public init(_ attribute: String, _ cell: TableColumn.Cell) {
        self.attribute = attribute
        self.cell = cell
    }
}
