/// What a network and the rules from it came to; shares between 0 and 1.
protocol RuleOutcome: Sendable {
    var networkAccuracy: Double { get }
    var ruleAccuracy: Double { get }
    var fidelity: Double { get }
    var unclassified: Double { get }
    var rules: Int { get }
    var predicates: Int { get }
    var literals: Int { get }
}
