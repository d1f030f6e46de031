import NeSyJSON
import NeSyLogic
import NeSyTensor

/// What papers report of a network and the rules from it; shares between 0 and 1.
public struct RuleOutcome: Sendable, Hashable {
    public let networkAccuracy: Double
    public let ruleAccuracy: Double
    public let fidelity: Double
    public let unclassified: Double
    /// Exceptions counted.
    public let rules: Int
    public let predicates: Int
    public let literals: Int

    /// - Precondition: the figures are of rules from a network.
    init(_ figures: RuleFigures, _ size: ProgramSize) {
        guard let network = figures.networkAccuracy, let fidelity = figures.fidelity else {
            preconditionFailure("figures without a network")
        }
        networkAccuracy = network
        ruleAccuracy = figures.accuracy
        self.fidelity = fidelity
        unclassified = figures.unclassified
        rules = size.rules
        predicates = size.predicates
        literals = size.literals
    }

    /// The figures of a split in the summary of an extraction, as ``RuleProgram/summary`` writes it.
    /// - Parameter split: `train` or `test`.
    /// - Throws: bad data when a figure is missing or cannot be.
    init(summary: JSON, split: String) throws(NeSyError) {
        func need<Value>(
            _ value: Value?, in range: ClosedRange<Value>, _ key: String, _ found: JSON?
        ) throws(NeSyError) -> Value {
            if let value, range.contains(value) { return value }
            throw NeSyError(
                .badData, "A figure is missing in the summary of rules, or cannot be.",
                expected: "\(key) from \(range.lowerBound) to \(range.upperBound)", found: found?.text() ?? "nothing")
        }
        func share(_ key: String) throws(NeSyError) -> Double {
            let found = summary[split]?[key]
            return try need(found?.doubleValue, in: 0...1, "\(split).\(key)", found)
        }
        func count(_ key: String) throws(NeSyError) -> Int {
            try need(summary[key]?.intValue, in: 0...Int(Int32.max), key, summary[key])
        }
        networkAccuracy = try share("network_accuracy")
        ruleAccuracy = try share("accuracy")
        fidelity = try share("fidelity")
        unclassified = try share("unclassified")
        rules = try count("rules")
        predicates = try count("predicates")
        literals = try count("literals")
    }
}
