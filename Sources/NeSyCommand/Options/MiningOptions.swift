import ArgumentParser
import NeSy

extension ScoreReading.Mode: SettingValue {}
extension ScoreReading.Cover: SettingValue {}

/// How rules between layers are searched.
struct MiningOptions: ParsableArguments {
    private static let standard = ExplaiNN()

    static let theta = Setting(
        "theta", default: standard.theta,
        "Least share of an item's rows in which a tail is set for the item to be among its heads.", .within(0...1))
    static let mu = Setting(
        "mu", default: standard.mu, "Heads of rules that are merged differ in at most so many items.", .atLeast(0))
    static let headCap = Setting(
        "head-cap", default: standard.headCap,
        "Most items in the head of a new rule; of more the most confident stay.", .within(1...1024))
    static let minimumGain = Setting(
        "minimum-gain", default: standard.minimumGain, "Bits that a rule or a merge has to save.", .atLeast(0))
    static let mode = Setting<ScoreReading.Mode>(
        "mode", absence: "robust; both with --score",
        "robust: rules have thresholds and send their errors; strict: all tails must be set.")
    static let cover = Setting<ScoreReading.Cover>(
        "cover", absence: "applies, or holds in the strict mode; both with --score",
        "Rows whose tails a rule pays for: where it applies, or only where it holds.")
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

    /// How rules are scored, as far as that is asked for.
    /// - Throws: a usage error for a cover that the mode does not have.
    func reading(
        _ settings: SettingsResolver
    ) throws(NeSyError) -> (mode: ScoreReading.Mode?, cover: ScoreReading.Cover?) {
        let mode = try settings.optional(Self.mode, mode)
        let cover = try settings.optional(Self.cover, cover)
        guard mode == .strict else { return (mode, cover) }
        // What a file of options says about the cover may be meant for the other mode.
        if self.cover == .applies {
            throw NeSyError(
                .usage, "The strict mode has one cover.", at: "nesy mine", expected: "--cover holds, or none",
                found: "--cover applies")
        }
        return (.strict, .holds)
    }

    /// The options of a search that the command line names, without dashes; they say nothing about given rules.
    var searchOptions: [String] {
        [
            ("theta", theta != nil), ("mu", mu != nil), ("head-cap", headCap != nil),
            ("minimum-gain", minimumGain != nil), ("lift", lift != nil), ("rules-per-neuron", rulesPerNeuron != nil),
        ].filter(\.1).map(\.0)
    }

    func miner(_ settings: SettingsResolver) throws(NeSyError) -> ExplaiNN {
        var miner = ExplaiNN()
        miner.theta = try settings.value(Self.theta, theta)
        miner.mu = try settings.value(Self.mu, mu)
        miner.headCap = try settings.value(Self.headCap, headCap)
        miner.minimumGain = try settings.value(Self.minimumGain, minimumGain)
        let (mode, cover) = try reading(settings)
        miner.reading = ScoreReading(mode: mode ?? .robust, cover: cover ?? .applies)
        miner.usesLift = try settings.value(Self.lift, lift)
        miner.rulesPerNeuron = try settings.value(Self.rulesPerNeuron, rulesPerNeuron)
        return miner
    }
}
