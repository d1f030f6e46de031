import NeSyInduction
import NeSyJSON
import NeSyLogic
import NeSyTensor

/// Which rule learner, and its choices.
public struct LearnerOptions: Sendable, Hashable {
    public enum Algorithm: String, Sendable, Hashable, CaseIterable {
        case foldSE = "fold-se"
        case foldRM = "fold-rm"
    }

    public var algorithm = Algorithm.foldSE
    /// nil: 0.8 for FOLD-SE-M, 0.5 for FOLD-SE on one class and for FOLD-RM.
    public var ratio: Double?
    /// nil: 0.005 for FOLD-SE, 0 for FOLD-RM.
    public var tail: Double?
    /// Learn rules for this class alone, all others being negative; FOLD-SE's binary form.
    public var positive: String?
    public var onPruned = PrunedClassPolicy.exclude
    public var polarity = PolarityGuard.standard
    public var maximumBodyLength: Int?
    /// Ends a body of FOLD-SE when its best literal removes no row. FOLD-RM is learned as published, without.
    public var stopOnNoGain = true
    public var keepCoveredNegatives = false
    public var usesDefaultClass = false

    public init() {}

    /// The name of the algorithm in results.
    public var name: String {
        switch algorithm {
        case .foldSE: positive == nil ? "FOLD-SE-M" : "FOLD-SE"
        case .foldRM: "FOLD-RM"
        }
    }

    /// - Throws: a usage error for options that contradict each other, are out of range or name no class.
    public func check(classes: [String]) throws(NeSyError) {
        if algorithm == .foldRM, positive != nil {
            throw NeSyError(
                .usage, "FOLD-RM learns all classes at once.", found: "--positive with --algorithm fold-rm",
                remedy: "Leave out --positive, or use --algorithm fold-se.")
        }
        if let positive, !classes.contains(positive) {
            throw NeSyError(
                .usage, "No row has the class that --positive names.", expected: classes.joined(separator: ", "),
                found: positive)
        }
        if let ratio, !(ratio >= 0 && ratio < 1) {
            throw NeSyError(.usage, "--ratio is out of range.", expected: "0 or more and below 1", found: "\(ratio)")
        }
        if let tail, !(tail >= 0 && tail <= 1) {
            throw NeSyError(.usage, "--tail is out of range.", expected: "a share between 0 and 1", found: "\(tail)")
        }
    }

    /// The classes that the rules tell apart: with ``positive``, that class and all others together.
    /// - Parameter classes: of the training rows; those of a test may be fewer.
    public func targets(_ labels: Labels, among classes: [String]) -> Labels {
        positive.map { labels.against($0, among: classes) } ?? labels
    }

    /// Learns a program from a table of training rows.
    /// - Parameter progress: told how many rows are decided; returning false ends the learning with an error.
    /// - Throws: a usage error for options that contradict each other or the labels; what the learner throws.
    public func learn(
        _ table: Table, labels: Labels, pool: WorkerPool,
        progress: ((_ done: Int) throws(NeSyError) -> Void)? = nil
    ) throws(NeSyError) -> RuleProgram {
        try check(classes: labels.classes)
        switch (algorithm, positive.flatMap(labels.classes.firstIndex(of:))) {
        case (.foldRM, _):
            return try FoldRM(limits: limits(ratio: 0.5, tail: 0), keepCoveredNegatives: keepCoveredNegatives)
                .learn(table, labels: labels, pool: pool, progress: progress)
        case (.foldSE, nil):
            return try FoldSEM(
                limits: limits(ratio: 0.8, tail: 0.005), polarity: polarity, onPruned: onPruned,
                keepCoveredNegatives: keepCoveredNegatives, usesDefaultClass: usesDefaultClass
            ).learn(table, labels: labels, pool: pool, progress: progress)
        case (.foldSE, .some(let index)):
            return try FoldSE(limits: limits(ratio: 0.5, tail: 0.005), polarity: polarity)
                .learn(table, labels: labels, positive: index, pool: pool, progress: progress)
        }
    }

    private func limits(ratio: Double, tail: Double) -> FoldLimits {
        FoldLimits(
            ratio: self.ratio ?? ratio, tail: self.tail ?? tail, maximumBodyLength: maximumBodyLength,
            stopOnNoGain: algorithm == .foldSE && stopOnNoGain)
    }

    /// How a program of this learner is written down.
    public func notation(target: String, classNames: [String: String] = [:]) -> RuleNotation {
        RuleNotation(style: algorithm == .foldRM ? .foldRM : .foldSE, target: target, classNames: classNames)
    }
}
