import ArgumentParser
import NeSy

extension ScoreReading.Mode: SettingValue {}
extension ScoreReading.Cover: SettingValue {}

/// How rules between layers are searched.
struct MiningOptions: ParsableArguments {
    private static let standard = ExplaiNN()

    static let theta = Setting(
        "theta", default: standard.theta,
        "Heads of a tail are the items in whose rows it is set at least this often.", .within(0...1))
    static let mu = Setting(
        "mu", default: standard.mu, "Heads of rules that are merged differ in at most so many items.", .atLeast(0))
    static let headCap = Setting(
        "head-cap", default: standard.headCap, "Most items in the head of a new rule.", .atLeast(1))
    static let minimumGain = Setting(
        "minimum-gain", default: standard.minimumGain, "Bits that a rule or a merge has to save.", .atLeast(0))
    static let mode = Setting<ScoreReading.Mode>(
        "mode", absence: "robust; both with --score", "Whether rules tell what they miss, or must hold with all tails.")
    static let cover = Setting<ScoreReading.Cover>(
        "cover", absence: "applies; both with --score", "In which rows a rule has told its tails.")
    static let lift = Setting(
        "lift", default: standard.usesLift, "Heads must besides have the tail more often than all rows do.")
    static let rulesPerNeuron = Setting(
        "rules-per-neuron", default: standard.rulesPerNeuron, "Most rules that a tail may be in.", .within(1...64))
    static let settings: [any SettingDescription] = [
        theta, mu, headCap, minimumGain, mode, cover, lift, rulesPerNeuron,
    ]

    @Option(Self.theta) var theta: Double?
    @Option(Self.mu) var mu: Int?
    @Option(Self.headCap) var headCap: Int?
    @Option(Self.minimumGain) var minimumGain: Double?
    @Option(Self.mode) var mode: ScoreReading.Mode?
    @Option(Self.cover) var cover: ScoreReading.Cover?
    @Flag(Self.lift) var lift: Bool?
    @Option(Self.rulesPerNeuron) var rulesPerNeuron: Int?

    func miner(_ settings: SettingsResolver) throws(NeSyError) -> ExplaiNN {
        var miner = ExplaiNN()
        miner.theta = try settings.value(Self.theta, theta)
        miner.mu = try settings.value(Self.mu, mu)
        miner.headCap = try settings.value(Self.headCap, headCap)
        miner.minimumGain = try settings.value(Self.minimumGain, minimumGain)
        miner.reading = ScoreReading(
            mode: try settings.optional(Self.mode, mode) ?? .robust,
            cover: try settings.optional(Self.cover, cover) ?? .applies)
        miner.usesLift = try settings.value(Self.lift, lift)
        miner.rulesPerNeuron = try settings.value(Self.rulesPerNeuron, rulesPerNeuron)
        return miner
    }
}
