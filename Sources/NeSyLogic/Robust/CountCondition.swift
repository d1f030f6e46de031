import NeSyTensor

/// At least so many of these Boolean attributes: one for "or", all for "and".
public struct CountCondition: Sendable, Hashable {
    /// 1 to the number of attributes.
    public let threshold: Int
    /// Distinct names of columns whose cells are `1` and `0`.
    public let attributes: [String]

    /// - Precondition: attributes are distinct, and there are at least as many as the threshold says, which is at
    ///   least 1.
    public init(atLeast threshold: Int, of attributes: [String]) {
        precondition(threshold >= 1 && threshold <= attributes.count)
        precondition(Set(attributes).count == attributes.count)
        self.threshold = threshold
        self.attributes = attributes
    }

    /// The rows of a table for which the condition holds.
    /// - Throws: `NeSyError` when an attribute is missing, or has other cells than `0` and `1`.
    public func rows(in table: Table) throws(NeSyError) -> BitColumn {
        try table.require(attributes)
        var counter = BitSlicedCounter(rows: table.rowCount)
        for attribute in attributes {
            guard let index = table.index(of: attribute) else { continue }
            counter.add(try table.columns[index].ones())
        }
        return counter.rows(atLeast: threshold)
    }
}
