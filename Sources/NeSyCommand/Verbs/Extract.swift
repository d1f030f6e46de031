import ArgumentParser
import NeSy

/// `nesy extract`: a trained network in, rules out.
struct Extract: Verb {
    static let path = ["extract"]

    static let force = Setting("force", default: false, "Replace rules that were extracted before.")
    static let settings: [any SettingDescription] =
        [force] + OtherImagesOptions.settings + ThresholdOptions.settings + RuleLearningOptions.settings
        + DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Reads rules from a trained network.",
        discussion: """
            Every filter of the network becomes a word that is true or false of an image, and rules over these \
            words are learned that say what the network says. The rules are printed with their accuracy and their \
            fidelity (the share of images that get the network's class), and written to RUN/rules as text, \
            Prolog, clingo, JSON and CSV.

            Example:
              nesy extract runs/photos
              nesy extract runs/photos --ratio 0.5 --tail 0.01 --force
            """)

    @Argument(help: "The run folder of nesy train.", completion: .directory) var run: String
    @Flag(Self.force) var force: Bool?
    @OptionGroup(title: "Images") var images: OtherImagesOptions
    @OptionGroup(title: "Thresholds") var thresholds: ThresholdOptions
    @OptionGroup(title: "Rules") var rules: RuleLearningOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let settings = session.settings
        var stage = ExtractStage(run: run)
        stage.force = try settings.value(Self.force, force)
        stage.data = try settings.optional(OtherImagesOptions.data, images.data)
        stage.testSplit = try settings.optional(OtherImagesOptions.testSplit, images.testSplit)
        try thresholds.apply(to: &stage, settings)
        stage.learner = try rules.learner(settings)
        let folder = try RunFolder.open(run)
        let (backend, pool, observer) = try session.begin(seeded: false, on: device)
        session.console.note("rules in \(folder.rulesFolder)")
        let result = try stage.run(backend: backend, pool: pool, observer: observer)
        session.console.note("rules in \(result.folder.path)")
        let text =
            result.program.text(result.notation) + "\n" + Figures.size(result.program) + "\n"
            + Figures.table(train: result.train, test: result.test)
        try session.console.result(result.json, text)
    }
}
