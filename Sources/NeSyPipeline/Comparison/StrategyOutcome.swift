import NeSyJSON
import NeSyLogic
import NeSyNetworks
import NeSyTensor

/// What one strategy came to with one seed; accuracies on the test split.
public struct StrategyOutcome: Sendable, Hashable {
    /// How many filters a class may have when rules are given a budget.
    public static let budgets = [1, 2, 3, 5]

    public let strategy: Strategy
    public let seed: UInt64
    public let figures: RuleOutcome
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
            strategy: strategy, seed: seed, figures: figures, binarity: binarity, randomControl: randomControl,
            accuracyAtBudget: accuracyAtBudget, seconds: seconds)
    }

    public var json: JSON {
        [
            "strategy": .string(strategy.rawValue), "seed": .string(String(seed)),
            "network_accuracy": .number(figures.networkAccuracy), "rule_accuracy": .number(figures.ruleAccuracy),
            "fidelity": .number(figures.fidelity), "unclassified": .number(figures.unclassified),
            "rules": .integer(figures.rules), "predicates": .integer(figures.predicates),
            "literals": .integer(figures.literals), "binarity": .number(binarity),
            "random_control": .number(randomControl),
            "accuracy_at_budget": .object(
                zip(StrategyOutcome.budgets, accuracyAtBudget).map { JSON.Member(String($0), .number($1)) }),
            "seconds": .number(seconds),
        ]
    }
}
