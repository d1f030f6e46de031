import ArgumentParser
import NeSy

/// `nesy compare`: strategies side by side.
struct Compare: Verb {
    static let path = ["compare"]

    static let strategies = Setting(
        "strategies", default: CommaList(CompareStage().strategies), "The strategies to compare.")
    static let seeds = Setting(
        "seeds", default: CompareStage().seeds, "Seeds: --seed and those after it.", .within(1...1000))
    static let thresholdAlpha = Setting(
        "threshold-alpha", default: CompareStage().alpha,
        "Threshold = threshold-alpha * mean + threshold-gamma * deviation, for networks not trained for thresholds.")
    static let thresholdGamma = Setting(
        "threshold-gamma", default: CompareStage().gamma,
        "Threshold = threshold-alpha * mean + threshold-gamma * deviation, for networks not trained for thresholds.")
    static let settings: [any SettingDescription] =
        [strategies, seeds, thresholdAlpha, thresholdGamma] + NetworkOptions.settings + DataOptions.settings
        + SparsityOptions.settings + RuleLearningOptions.settings + DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Trains with several strategies and compares their rules.",
        discussion: """
            All strategies of a seed go on from one network trained by cross-entropy. The table says how good \
            network and rules are, how often they agree, how many rows stay without class, how large the rules \
            are, how binary the filters; beside it rules from as many random filters of the network without \
            strategy, and the accuracy with 1, 2, 3 and 5 filters for each class. Means and population \
            standard deviations over seeds.

            Example:
              nesy compare photos --strategies none,ebp,ts3 --seeds 3
            """)

    @Argument(help: "The images; see nesy train.", completion: .directory) var data: String
    @Option(Self.strategies) var strategies: CommaList<Strategy>?
    @Option(Self.seeds) var seeds: Int?
    @Option(Self.thresholdAlpha) var thresholdAlpha: Double?
    @Option(Self.thresholdGamma) var thresholdGamma: Double?
    @OptionGroup(title: "Network and training") var network: NetworkOptions
    @OptionGroup(title: "Images") var images: DataOptions
    @OptionGroup(title: "Strategy") var sparsity: SparsityOptions
    @OptionGroup(title: "Rules") var rules: RuleLearningOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let settings = session.settings
        var stage = CompareStage()
        stage.strategies = try settings.value(Self.strategies, strategies).elements
        stage.seeds = try settings.value(Self.seeds, seeds)
        stage.alpha = try settings.value(Self.thresholdAlpha, thresholdAlpha)
        stage.gamma = try settings.value(Self.thresholdGamma, thresholdGamma)
        stage.options.seed = session.seed
        try network.apply(to: &stage.options, settings)
        try images.apply(to: &stage.options, settings)
        try sparsity.apply(to: &stage.options, settings)
        stage.learner = try rules.learner(settings)
        let (backend, pool, observer) = try session.begin(seeded: true, on: device)
        let (dataset, summary) = try DatasetReader().open(data)
        session.console.note("\(summary)")
        let read = try DatasetImages(dataset, options: stage.options, threads: pool.threadCount)
        let table = try stage.run(images: read, backend: backend, pool: pool, observer: observer)
        try session.console.result(table.json, table.markdown)
    }
}
