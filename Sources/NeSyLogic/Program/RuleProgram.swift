/// Rules in order, and the numbered exceptions they share. A row gets the class of the first rule that
/// applies to it.
public struct RuleProgram: Sendable, Hashable {
    /// How the rules are meant to be read.
    public enum Form: String, Sendable, Hashable {
        /// Several classes; the order of the rules matters.
        case decisionList = "decision-list"
        /// All rules describe one class; the order does not matter, and what no rule covers is not of it.
        case ruleSet = "rule-set"
    }

    public var form: Form
    public var classes: [String]
    /// The attributes the program may speak about, in the order of the learner.
    public var attributes: [String]
    public var rules: [Rule]
    /// The exceptions `ab1, ab2, …`. An exception refers only to exceptions before it, so none can depend
    /// on itself.
    public var exceptions: [Clause]
    /// The class of rows that no rule covers; nil leaves them unclassified.
    public var defaultClass: Int?

    /// - Precondition: classes and exceptions that are referred to exist, and exceptions refer backwards.
    public init(
        form: Form, classes: [String], attributes: [String], rules: [Rule], exceptions: [Clause] = [],
        defaultClass: Int? = nil
    ) {
        precondition(rules.allSatisfy { classes.indices.contains($0.classIndex) })
        precondition(rules.allSatisfy { $0.exceptions.allSatisfy(exceptions.indices.contains) })
        precondition(
            exceptions.enumerated().allSatisfy { position, clause in
                clause.exceptions.allSatisfy { (0..<position).contains($0) }
            })
        precondition(defaultClass.map(classes.indices.contains) ?? true)
        self.form = form
        self.classes = classes
        self.attributes = attributes
        self.rules = rules
        self.exceptions = exceptions
        self.defaultClass = defaultClass
    }

    /// The clauses in the order in which they are printed: rules, then exceptions.
    var clauses: [Clause] { rules.map(\.clause) + exceptions }

    /// The exceptions that a clause refers to, itself or through others, ascending.
    public func exceptions(behind clause: Clause) -> [Int] {
        var behind = Set(clause.exceptions)
        for exception in exceptions.indices.reversed() where behind.contains(exception) {
            behind.formUnion(exceptions[exception].exceptions)
        }
        return behind.sorted()
    }

    /// The attributes that literals speak about, each once, by first appearance in print.
    public var usedAttributes: [String] {
        var seen = Set<String>()
        return clauses.flatMap(\.body).map(\.attribute).filter { seen.insert($0).inserted }
    }
}
