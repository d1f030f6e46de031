import NeSyLogic
import NeSyTensor

/// FOLD-SE for one class against all others (Wang and Gupta, "FOLD-SE: an efficient rule-based machine
/// learning algorithm with scalable explainability", 2022).
///
/// No source of it is public; this is a reconstruction that gives the rule texts of the authors' service
/// on the tables they are known for. String attributes are tried before numeric ones; among equal scores the
/// first literal wins; within an attribute strings ascend, except that `1` comes before `0`.
public struct FoldSE: Sendable, Hashable {
    public var limits: FoldLimits
    public var polarity: PolarityGuard

    public init(
        limits: FoldLimits = FoldLimits(ratio: 0.5, tail: 0.005), polarity: PolarityGuard = .standard
    ) {
        self.limits = limits
        self.polarity = polarity
    }

    /// Exactly the published algorithm: no stop for literals that remove no row.
    public static let parity = FoldSE(limits: FoldLimits(ratio: 0.5, tail: 0.005, stopOnNoGain: false))

    /// Learns a rule set for one class. With two classes the other one is the program's default class.
    /// - Parameters:
    ///   - positive: position of the class in `labels.classes`.
    ///   - pool: threads for large tables; the result does not depend on it.
    ///   - progress: told after every rule how many rows of the class are covered; what it throws ends
    ///     the learning.
    /// - Throws: `NeSyError` for limits out of range, a table without rows or columns, one class only.
    /// - Precondition: one label a row.
    public func learn(
        _ table: Table, labels: Labels, positive: Int, pool: WorkerPool? = nil,
        progress: ((Int) throws(NeSyError) -> Void)? = nil
    ) throws(NeSyError) -> RuleProgram {
        try limits.validate()
        try requireLearnable(table, labels)
        precondition(labels.classes.indices.contains(positive))
        let columns = stringColumnsFirst(table)
        let learner = FoldLearner(
            search: LiteralSearch(
                score: MagicGini(polarity: polarity),
                columns: columns.map { FoldColumn($0, onesFirst: true) }, pool: pool),
            limits: limits, tailCount: limits.tailCount(rows: table.rowCount))
        let all = RowSet(allOf: table.rowCount)
        let positives = all.filtered(by: labels.indices) { $0 == Int32(positive) }
        var numbering = ExceptionNumbering()
        var rules: [Rule] = []
        var openNegatives = all.subtracting(positives)
        var covered = 0
        _ = try learner.learnSet(positives: positives, negatives: openNegatives, used: []) {
            (rule) throws(NeSyError) in
            let wrong = rule.negatives.intersection(openNegatives.words)
            openNegatives = openNegatives.subtracting(wrong)
            let nested = learner.nested(rule).foldingSingleLiteralExceptions().mergingBounds()
            let correct = rule.positives.count
            rules.append(
                Rule(
                    classIndex: positive, clause: numbering.clause(nested),
                    support: Rule.Support(fired: correct + wrong.count, correct: correct),
                    provenance: "FOLD-SE"))
            covered += correct
            try progress?(covered)
        }
        return RuleProgram(
            form: .ruleSet, classes: labels.classes, attributes: columns.map(\.name), rules: rules,
            exceptions: numbering.exceptions,
            defaultClass: labels.classes.count == 2 ? 1 - positive : nil)
    }
}

extension Labels {
    /// One class against all others together; labels of two classes stay as they are.
    /// - Parameter classes: of the training rows; those of a test may be fewer.
    public func against(_ positive: String, among classes: [String]) -> Labels {
        guard classes.count > 2 else { return self }
        let isPositive = self.classes.map { $0 == positive }
        return Labels(
            classes: [positive, "not \(positive)"], indices: indices.map { isPositive[Int($0)] ? 0 : 1 })
    }
}
