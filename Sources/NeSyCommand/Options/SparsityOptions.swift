import ArgumentParser
import NeSy

extension Strategy: SettingValue {}
extension StrategyOptions.Profile: SettingValue {}
extension FilterNorm.Kind: SettingValue {}
extension SparsityLoss.Form: SettingValue {}
extension SparsityLoss.Reduction: SettingValue {}

/// The choices of the strategies that the papers leave open; unset, the profile decides.
struct SparsityOptions: ParsableArguments {
    private static let fromProfile = "the profile's"

    static let profile = Setting(
        "profile", default: RunOptions().profile,
        "Choices of the strategy: those of the paper, or those that measured best.")
    static let filtersPerClass = Setting<Int>(
        "filters-per-class", absence: fromProfile, "K: filters that each class gets.", .atLeast(1))
    static let alpha = Setting<Double>(
        "alpha", absence: fromProfile, "Weight of the cross-entropy beside the sparsity loss.", .atLeast(0))
    static let beta = Setting<Double>("beta", absence: fromProfile, "Weight of the sparsity loss.", .atLeast(0))
    static let positiveWeight = Setting<Double>(
        "positive-weight", absence: fromProfile, "Weight of the filters that should be on.", .above(0))
    static let temperature = Setting<String>(
        "temperature", absence: fromProfile,
        "How sharply on and off are told apart: VALUE, relative[:SHARE] or anneal:FROM:TO.")
    static let softRule = Setting<Double>(
        "soft-rule", absence: fromProfile, "Weight of the soft-rule loss; helps where classes are many.", .atLeast(0))
    static let thresholdPolicy = Setting<String>(
        "threshold-policy", absence: fromProfile,
        "When thresholds are taken: fixed, every:EPOCHS or constant:VALUE.")
    static let norm = Setting<FilterNorm.Kind>(
        "norm", absence: fromProfile, "How strongly a filter answers is measured by this norm.")
    static let lossForm = Setting<SparsityLoss.Form>("loss-form", absence: fromProfile, "Form of the sparsity loss.")
    static let reduction = Setting<SparsityLoss.Reduction>(
        "reduction", absence: fromProfile, "How the loss is taken together over filters.")
    static let h1 = Setting<Double>("h1", absence: fromProfile, "Threshold = h1 * mean + h2 * deviation.")
    static let h2 = Setting<Double>("h2", absence: fromProfile, "Threshold = h1 * mean + h2 * deviation.")
    static let eliteWeight = Setting<Double>(
        "elite-weight", absence: fromProfile, "Weight of the loss of elite back-propagation (ebp).", .atLeast(0))
    static let settings: [any SettingDescription] = [
        profile, filtersPerClass, alpha, beta, positiveWeight, temperature, softRule, thresholdPolicy, norm, lossForm,
        reduction, h1, h2, eliteWeight,
    ]

    @Option(Self.profile) var profile: StrategyOptions.Profile?
    @Option(Self.filtersPerClass) var filtersPerClass: Int?
    @Option(Self.alpha) var alpha: Double?
    @Option(Self.beta) var beta: Double?
    @Option(Self.positiveWeight) var positiveWeight: Double?
    @Option(Self.temperature) var temperature: String?
    @Option(Self.softRule) var softRule: Double?
    @Option(Self.thresholdPolicy) var thresholdPolicy: String?
    @Option(Self.norm) var norm: FilterNorm.Kind?
    @Option(Self.lossForm) var lossForm: SparsityLoss.Form?
    @Option(Self.reduction) var reduction: SparsityLoss.Reduction?
    @Option(Self.h1) var h1: Double?
    @Option(Self.h2) var h2: Double?
    @Option(Self.eliteWeight) var eliteWeight: Double?

    func apply(to options: inout RunOptions, _ settings: SettingsResolver) throws(NeSyError) {
        options.profile = try settings.value(Self.profile, profile)
        options.filtersPerClass = try settings.optional(Self.filtersPerClass, filtersPerClass)
        options.alpha = try settings.optional(Self.alpha, alpha)
        options.beta = try settings.optional(Self.beta, beta)
        options.positiveWeight = try settings.optional(Self.positiveWeight, positiveWeight)
        options.temperature = try settings.optional(Self.temperature, temperature)
        options.softRule = try settings.optional(Self.softRule, softRule)
        options.thresholdPolicy = try settings.optional(Self.thresholdPolicy, thresholdPolicy)
        options.norm = try settings.optional(Self.norm, norm)?.rawValue
        options.lossForm = try settings.optional(Self.lossForm, lossForm)?.rawValue
        options.reduction = try settings.optional(Self.reduction, reduction)?.rawValue
        options.h1 = try settings.optional(Self.h1, h1)
        options.h2 = try settings.optional(Self.h2, h2)
        options.eliteWeight = try settings.optional(Self.eliteWeight, eliteWeight)
    }
}
