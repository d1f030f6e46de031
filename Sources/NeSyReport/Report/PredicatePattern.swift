import NeSyLogic

/// A combination of predicates that hold and do not hold for some image, and what the rules make of it.
public struct PredicatePattern: Sendable, Hashable {
    /// Whether each of ``ReportContents/predicates`` holds.
    public var holds: [Bool]
    /// Why the rules say what they say, worked out beforehand by the evaluator of the rules.
    public var justification: Justification

    public init(holds: [Bool], justification: Justification) {
        self.holds = holds
        self.justification = justification
    }
}
