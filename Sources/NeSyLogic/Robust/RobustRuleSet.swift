import NeSyTensor

/// Rules from the attributes of one layer to those of another. Their order does not matter.
public struct RobustRuleSet: Sendable, Hashable {
    /// Where the heads come from: `output`, for instance.
    public var headLayer: String
    public var tailLayer: String
    public var rules: [RobustRule]

    public init(headLayer: String, tailLayer: String, rules: [RobustRule]) {
        self.headLayer = headLayer
        self.tailLayer = tailLayer
        self.rules = rules
    }

    /// The attributes that the rules speak about, each once, by first appearance in print.
    public var usedAttributes: [String] {
        var seen = Set<String>()
        return rules.flatMap { $0.head.attributes + $0.tail.attributes }.filter { seen.insert($0).inserted }
    }

    /// Per rule the rows for which it applies and holds. For very many rows ask rule by rule with
    /// ``RobustRule/rows(in:)``: this keeps two bits a row and rule.
    /// - Throws: `NeSyError` when an attribute is missing, or has other cells than `0` and `1`.
    public func evaluate(_ table: Table) throws(NeSyError) -> [RobustRule.Rows] {
        try table.require(usedAttributes)
        var rows: [RobustRule.Rows] = []
        for rule in rules { rows.append(try rule.rows(in: table)) }
        return rows
    }
}
