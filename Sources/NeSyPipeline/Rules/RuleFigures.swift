import NeSyJSON
import NeSyLogic
import NeSyTensor

/// How good a program is on one split.
public struct RuleFigures: Sendable, Hashable {
    /// The share of rows whose class the program names; unclassified rows count as wrong.
    public let accuracy: Double
    /// The share of rows that get the class the network gives them; nil without a network.
    public let fidelity: Double?
    public let networkAccuracy: Double?
    /// The share of rows that no rule covers.
    public let unclassified: Double
    public let rows: Int

    public init(
        _ program: RuleProgram, _ evaluation: ProgramEvaluation, labels: Labels, network predictions: Labels? = nil
    ) {
        let truth = program.agreement(of: evaluation, with: labels)
        accuracy = truth.share
        unclassified = truth.unclassifiedShare
        rows = labels.count
        if let predictions {
            precondition(predictions.classes == labels.classes)
            fidelity = program.agreement(of: evaluation, with: predictions).share
            let right = zip(predictions.indices, labels.indices).count { $0 == $1 }
            networkAccuracy = labels.count == 0 ? 0 : Double(right) / Double(labels.count)
        } else {
            fidelity = nil
            networkAccuracy = nil
        }
    }

    public var json: JSON {
        var members = [JSON.Member("accuracy", .number(accuracy))]
        if let fidelity { members.append(JSON.Member("fidelity", .number(fidelity))) }
        if let networkAccuracy { members.append(JSON.Member("network_accuracy", .number(networkAccuracy))) }
        members.append(JSON.Member("unclassified", .number(unclassified)))
        members.append(JSON.Member("rows", .integer(rows)))
        return .object(members)
    }
}

extension RuleProgram {
    /// What `extract` and `evaluate` report of a run's rules, under their schema. `rules` are `top_rules` and
    /// `exceptions` together, as papers count them.
    func summary(
        schema: String, run: String, train: RuleFigures?, test: RuleFigures?, seconds: JSON, files: JSON
    ) -> JSON {
        let size = size
        return [
            "schema": .string(schema),
            "run": .string(run),
            "rules": .integer(size.rules),
            "top_rules": .integer(size.topRules),
            "exceptions": .integer(size.exceptions),
            "literals": .integer(size.literals),
            "predicates": .integer(size.predicates),
            "train": train?.json ?? .null,
            "test": test?.json ?? .null,
            "seconds": seconds,
            "files": files,
        ]
    }
}
