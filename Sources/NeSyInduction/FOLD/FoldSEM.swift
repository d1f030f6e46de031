import NeSyLogic
import NeSyTensor

/// FOLD-SE-M: FOLD-SE's rules for any number of classes, as a decision list.
///
/// No output of the original is published with its data, so the loop over classes is our reading: that
/// of FOLD-RM's public code. The defaults for ratio and tail are those of NeSyFOLD.
public struct FoldSEM: Sendable, Hashable {
    public var limits: FoldLimits
    public var polarity: PolarityGuard
    public var onPruned: PrunedClassPolicy
    /// Leaves rows that a rule covers wrongly to later rules while learning (FOLD-RM before May 2024). The
    /// program still decides them by the first rule that applies.
    public var keepCoveredNegatives: Bool
    /// Gives rows that no rule covers the most frequent class among such training rows.
    public var usesDefaultClass: Bool

    public init(
        limits: FoldLimits = FoldLimits(ratio: 0.8, tail: 0.005), polarity: PolarityGuard = .standard,
        onPruned: PrunedClassPolicy = .exclude, keepCoveredNegatives: Bool = false,
        usesDefaultClass: Bool = false
    ) {
        self.limits = limits
        self.polarity = polarity
        self.onPruned = onPruned
        self.keepCoveredNegatives = keepCoveredNegatives
        self.usesDefaultClass = usesDefaultClass
    }

    /// The reading closest to the code lineage: stop at the first pruned class, no stop for literals that
    /// remove no row.
    public static let parity = FoldSEM(
        limits: FoldLimits(ratio: 0.8, tail: 0.005, stopOnNoGain: false), onPruned: .stop)

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
        let columns = stringColumnsFirst(table)
        let list = DecisionListLearner(
            learner: FoldLearner(
                search: LiteralSearch(
                    score: MagicGini(polarity: polarity),
                    columns: columns.map { FoldColumn($0, onesFirst: true) }, pool: pool),
                limits: limits, tailCount: limits.tailCount(rows: table.rowCount)),
            labels: labels, onPruned: onPruned, keepCoveredNegatives: keepCoveredNegatives,
            usesDefaultClass: usesDefaultClass, provenance: "FOLD-SE-M",
            postprocess: { $0.foldingSingleLiteralExceptions().mergingBounds() })
        return try list.learn(attributes: columns.map(\.name), progress: progress)
    }
}
