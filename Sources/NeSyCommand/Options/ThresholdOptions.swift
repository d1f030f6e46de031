import ArgumentParser
import NeSy

/// Where the filters of a network that was trained for no thresholds are switched on (paper 2, eq. 3).
struct ThresholdOptions: ParsableArguments {
    static let alpha = Setting(
        "alpha", default: ExtractStage(run: "").alpha,
        "Threshold = alpha * mean + gamma * deviation, for networks not trained for thresholds.")
    static let gamma = Setting(
        "gamma", default: ExtractStage(run: "").gamma,
        "Threshold = alpha * mean + gamma * deviation, for networks not trained for thresholds.")
    static let norm = Setting<FilterNorm.Kind>(
        "norm", absence: "the run's own", "How strongly a filter answers is measured by this norm.")
    static let recompute = Setting(
        "recompute-thresholds", default: false, "Take thresholds from the images even where training fixed some.")
    static let settings: [any SettingDescription] = [alpha, gamma, norm, recompute]

    @Option(Self.alpha) var alpha: Double?
    @Option(Self.gamma) var gamma: Double?
    @Option(Self.norm) var norm: FilterNorm.Kind?
    @Flag(Self.recompute) var recomputeThresholds: Bool?

    func apply(to stage: inout ExtractStage, _ settings: SettingsResolver) throws(NeSyError) {
        stage.alpha = try settings.value(Self.alpha, alpha)
        stage.gamma = try settings.value(Self.gamma, gamma)
        stage.norm = try settings.optional(Self.norm, norm)
        stage.recomputesThresholds = try settings.value(Self.recompute, recomputeThresholds)
    }
}
