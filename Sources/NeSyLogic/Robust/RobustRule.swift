import NeSyTensor

/// Where the head holds, the tail is expected to: "shirt or coat -> at least 2 of {relu2_17, relu2_40, relu2_41}".
///
/// Such a rule does not decide anything about a row. It says what goes together, up to noise: unlike the head of a
/// ``Rule``, its head is the condition and its tail the consequence, as in the literature on rules between layers.
public struct RobustRule: Sendable, Hashable {
    /// Counted on the rows the rule was found in.
    public struct Support: Sendable, Hashable {
        /// Rows for which the head holds.
        public var applies: Int
        /// Those of them for which the tail holds too.
        public var holds: Int

        public init(applies: Int, holds: Int) {
            self.applies = applies
            self.holds = holds
        }

        /// `holds / applies`; nil when the rule never applied.
        public var confidence: Double? { applies == 0 ? nil : Double(holds) / Double(applies) }
    }

    public var head: CountCondition
    public var tail: CountCondition
    public var support: Support?
    /// How many bits the rule shortens the description of the rows by.
    public var bitsSaved: Double?
    /// The method that found the rule.
    public var provenance: String?
    /// Known only where the rule claims to hold for all inputs.
    public var status: TruthStatus?

    public init(
        head: CountCondition, tail: CountCondition, support: Support? = nil, bitsSaved: Double? = nil,
        provenance: String? = nil, status: TruthStatus? = nil
    ) {
        self.head = head
        self.tail = tail
        self.support = support
        self.bitsSaved = bitsSaved
        self.provenance = provenance
        self.status = status
    }

    /// The rows of a table for which a rule applies, and those of them for which it holds.
    public struct Rows: Sendable, Hashable {
        public var applies: BitColumn
        public var holds: BitColumn

        public var support: Support { Support(applies: applies.count, holds: holds.count) }
    }

    /// - Throws: `NeSyError` when an attribute is missing, or has other cells than `0` and `1`.
    public func rows(in table: Table) throws(NeSyError) -> Rows {
        let applies = try head.rows(in: table)
        return Rows(applies: applies, holds: applies.intersection(try tail.rows(in: table)))
    }
}
