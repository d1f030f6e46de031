import NeSyLogic
import NeSyNetworks
import NeSyTensor

/// Rules from what a network says about its training images, judged on both splits.
public struct RuleExtraction: Sendable {
    public let thresholds: FilterThresholds
    public let program: RuleProgram
    /// Of the training images, in their order.
    public let evaluation: ProgramEvaluation
    public let train: RuleFigures
    public let test: RuleFigures?

    /// - Parameters:
    ///   - thresholds: where filters are binarised, on both splits.
    ///   - filters: the only filters that rules may use; all when nil.
    public init(
        train: FilterReadout, test: FilterReadout?, thresholds: FilterThresholds, learner: LearnerOptions,
        filters: [Int]? = nil, pool: WorkerPool, progress: ((_ done: Int) throws(NeSyError) -> Void)? = nil
    ) throws(NeSyError) {
        guard thresholds.values.count == train.norms.shape[1] else {
            throw NeSyError(
                .badData, "The thresholds are not those of this network.",
                expected: "\(train.norms.shape[1]) filters", found: "\(thresholds.values.count)")
        }
        var table = train.table(thresholds)
        if let filters { table = table.selecting(columns: filters) }
        let classes = train.labels.classes
        let program = try learner.learn(
            table, labels: learner.targets(train.labels, among: classes), pool: pool, progress: progress)
        let evaluation = try program.evaluate(table)
        func figures(_ evaluation: ProgramEvaluation, _ readout: FilterReadout) -> RuleFigures {
            RuleFigures(
                program, evaluation, labels: learner.targets(readout.labels, among: classes),
                network: learner.targets(Labels(classes: classes, indices: readout.predictions), among: classes))
        }
        self.thresholds = thresholds
        self.program = program
        self.evaluation = evaluation
        self.train = figures(evaluation, train)
        if let test {
            self.test = figures(try program.evaluate(test.table(thresholds)), test)
        } else {
            self.test = nil
        }
    }

    /// The notation of rules over filters: `target(X,'bathroom') :- f203(X), not f17(X).`
    public static let notation = RuleNotation.filters()
}
