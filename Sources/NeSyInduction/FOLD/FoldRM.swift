import NeSyLogic
import NeSyTensor

/// FOLD-RM (Wang, Shakerin and Gupta, "FOLD-RM: a scalable, efficient, and explainable inductive learning
/// algorithm for multi-category classification of mixed data", 2022): information gain, four forms of
/// literals, columns in the table's order, strings ascending. Its programs print in
/// ``RuleNotation/Style/foldRM``.
public struct FoldRM: Sendable, Hashable {
    public var limits: FoldLimits
    /// Leaves rows that a rule covers wrongly to later rules (the code before May 2024).
    public var keepCoveredNegatives: Bool

    public init(
        limits: FoldLimits = FoldLimits(ratio: 0.5, tail: 0, stopOnNoGain: false),
        keepCoveredNegatives: Bool = false
    ) {
        self.limits = limits
        self.keepCoveredNegatives = keepCoveredNegatives
    }

    /// Learns a decision list.
    /// - Parameters:
    ///   - pool: threads for large tables; the result does not depend on it.
    ///   - progress: told after every rule how many rows are decided; what it throws ends the learning.
    /// - Throws: `NeSyError` for limits out of range, a table without rows or columns, one class only.
    /// - Precondition: one label a row.
    public func learn(
        _ table: Table, labels: Labels, pool: WorkerPool? = nil,
        progress: ((Int) throws(NeSyError) -> Void)? = nil
    ) throws(NeSyError) -> RuleProgram {
        try limits.validate()
        try requireLearnable(table, labels)
        let list = DecisionListLearner(
            learner: FoldLearner(
                search: LiteralSearch(
                    score: InformationGain(),
                    columns: table.columns.map { FoldColumn($0, onesFirst: false) }, pool: pool),
                limits: limits, tailCount: limits.tailCount(rows: table.rowCount)),
            labels: labels, onPruned: .stop, keepCoveredNegatives: keepCoveredNegatives,
            usesDefaultClass: false, provenance: "FOLD-RM", postprocess: { $0.mergingBounds() })
        return try list.learn(attributes: table.columns.map(\.name), progress: progress)
    }
}
