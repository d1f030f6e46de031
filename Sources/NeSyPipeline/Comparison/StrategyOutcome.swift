import NeSyJSON
import NeSyLogic
import NeSyNetworks
import NeSyTensor

/// What one strategy came to with one seed; accuracies on the test split.
public struct StrategyOutcome: Sendable, Hashable, RuleOutcome {
    /// How many filters a class may have when rules are given a budget.
    public static let budgets = [1, 2, 3, 5]

    public let strategy: Strategy
    public let seed: UInt64
    public let networkAccuracy: Double
    public let ruleAccuracy: Double
    public let fidelity: Double
    public let unclassified: Double
    public let rules: Int
    public let predicates: Int
    public let literals: Int
    /// The mean distance of `s` from one half over the test images; 0.5 is perfectly binary.
    public let binarity: Double
    /// Rule accuracy with as many random filters of the network without strategy as this one uses predicates.
    public let randomControl: Double
    /// Rule accuracy when only the `m` most telling filters of each class may be used, for every budget `m`.
    public let accuracyAtBudget: [Double]
    public let seconds: Double

    /// The same figures under another strategy's name.
    func renamed(_ strategy: Strategy) -> StrategyOutcome {
        StrategyOutcome(
            strategy: strategy, seed: seed, networkAccuracy: networkAccuracy, ruleAccuracy: ruleAccuracy,
            fidelity: fidelity, unclassified: unclassified, rules: rules, predicates: predicates, literals: literals,
            binarity: binarity, randomControl: randomControl, accuracyAtBudget: accuracyAtBudget, seconds: seconds)
    }

    public var json: JSON {
        [
            "strategy": .string(strategy.rawValue), "seed": .string(String(seed)),
            "network_accuracy": .number(networkAccuracy), "rule_accuracy": .number(ruleAccuracy),
            "fidelity": .number(fidelity), "unclassified": .number(unclassified), "rules": .integer(rules),
            "predicates": .integer(predicates), "literals": .integer(literals), "binarity": .number(binarity),
            "random_control": .number(randomControl),
            "accuracy_at_budget": .object(
                zip(StrategyOutcome.budgets, accuracyAtBudget).map { JSON.Member(String($0), .number($1)) }),
            "seconds": .number(seconds),
        ]
    }
}
