/// A class and the condition under which a row gets it. The order of a rule is its position in the
/// ``RuleProgram``.
public struct Rule: Sendable, Hashable {
    /// Which rows a rule decided, and how many of them rightly.
    public struct Support: Sendable, Hashable {
        /// Rows for which this was the first rule that applied.
        public var fired: Int
        /// Those of them whose class is the rule's.
        public var correct: Int

        public init(fired: Int, correct: Int) {
            self.fired = fired
            self.correct = correct
        }

        /// `correct / fired`; nil when the rule never fired.
        public var precision: Double? { fired == 0 ? nil : Double(correct) / Double(fired) }
    }

    /// Position of the class in ``RuleProgram/classes``.
    public var classIndex: Int
    public var clause: Clause
    /// Counted on the rows the rule was learned from.
    public var support: Support?
    /// The method that found the rule.
    public var provenance: String?
    /// Known only where the rule claims to hold for all inputs.
    public var status: TruthStatus?

    public init(
        classIndex: Int, clause: Clause, support: Support? = nil, provenance: String? = nil,
        status: TruthStatus? = nil
    ) {
        self.classIndex = classIndex
        self.clause = clause
        self.support = support
        self.provenance = provenance
        self.status = status
    }

    public var body: [Literal] { clause.body }
    public var exceptions: [Int] { clause.exceptions }
    public var precision: Double? { support?.precision }
}
