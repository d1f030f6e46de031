import ArgumentParser
import NeSy

extension LearnerOptions.Algorithm: SettingValue {}
extension PrunedClassPolicy: SettingValue {}
extension PolarityGuard: SettingValue {}

/// How rules are learned.
struct RuleLearningOptions: ParsableArguments {
    private static let standard = LearnerOptions()

    static let algorithm = Setting("algorithm", default: standard.algorithm, "The rule learner.")
    static let ratio = Setting<Double>(
        "ratio", absence: "0.8; 0.5 for fold-rm and --positive",
        "Most rows of other classes a rule may cover, as a share of its own, before it gets exceptions.",
        Constraint(words: "of at least 0 and below 1") { $0 >= 0 && $0 < 1 })
    static let tail = Setting<Double>(
        "tail", absence: "0.005; 0 for fold-rm", "Rules that cover a smaller share of the rows are dropped.",
        .within(0...1))
    static let positive = Setting<String>(
        "positive", absence: "rules for every class", "Learn rules for this class only.")
    static let onPruned = Setting(
        "on-pruned", default: standard.onPruned, "After a class whose rule is dropped: leave it out, or stop.")
    static let polarity = Setting(
        "polarity", default: standard.polarity, "Which of a literal and its opposite may be used.")
    static let maxBody = Setting<Int>("max-body", absence: "no limit", "Most literals in a rule.", .atLeast(1))
    static let stopOnNoGain = Setting(
        "stop-on-no-gain", default: standard.stopOnNoGain, "End a rule when a further literal removes no row.")
    static let keepCoveredNegatives = Setting(
        "keep-covered-negatives", default: standard.keepCoveredNegatives,
        "Keep rows of other classes that a rule covers for the rules after it.")
    static let defaultClass = Setting(
        "default-class", default: standard.usesDefaultClass, "Give rows that no rule covers the most frequent class.")
    static let settings: [any SettingDescription] = [
        algorithm, ratio, tail, positive, onPruned, polarity, maxBody, stopOnNoGain, keepCoveredNegatives,
        defaultClass,
    ]

    @Option(Self.algorithm) var algorithm: LearnerOptions.Algorithm?
    @Option(Self.ratio) var ratio: Double?
    @Option(Self.tail) var tail: Double?
    @Option(Self.positive) var positive: String?
    @Option(Self.onPruned) var onPruned: PrunedClassPolicy?
    @Option(Self.polarity) var polarity: PolarityGuard?
    @Option(Self.maxBody) var maxBody: Int?
    @Flag(Self.stopOnNoGain) var stopOnNoGain: Bool?
    @Flag(Self.keepCoveredNegatives) var keepCoveredNegatives: Bool?
    @Flag(Self.defaultClass) var defaultClass: Bool?

    func learner(_ settings: SettingsResolver) throws(NeSyError) -> LearnerOptions {
        var options = LearnerOptions()
        options.algorithm = try settings.value(Self.algorithm, algorithm)
        options.ratio = try settings.optional(Self.ratio, ratio)
        options.tail = try settings.optional(Self.tail, tail)
        options.positive = try settings.optional(Self.positive, positive)
        options.onPruned = try settings.value(Self.onPruned, onPruned)
        options.polarity = try settings.value(Self.polarity, polarity)
        options.maximumBodyLength = try settings.optional(Self.maxBody, maxBody)
        options.stopOnNoGain = try settings.value(Self.stopOnNoGain, stopOnNoGain)
        options.keepCoveredNegatives = try settings.value(Self.keepCoveredNegatives, keepCoveredNegatives)
        options.usesDefaultClass = try settings.value(Self.defaultClass, defaultClass)
        return options
    }
}
