import ArgumentParser
import NeSy

/// `nesy evaluate`: how network and rules of a run do on images.
struct Evaluate: Verb {
    static let path = ["evaluate"]
    static let settings: [any SettingDescription] = OtherImagesOptions.settings + DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measures network and rules of a run on images.",
        discussion: """
            The rules are those of `nesy extract`, with their thresholds; nothing is learned and nothing is written.

            Example:
              nesy evaluate runs/photos --data more-photos
              nesy evaluate runs/rooms --test-split test_shift
            """)

    @Argument(help: "The run folder, with extracted rules.", completion: .directory) var run: String
    @OptionGroup(title: "Images") var images: OtherImagesOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        var stage = EvaluateStage(run: run)
        stage.data = try session.settings.optional(OtherImagesOptions.data, images.data)
        stage.testSplit = try session.settings.optional(OtherImagesOptions.testSplit, images.testSplit)
        let (backend, pool, observer) = try session.begin(seeded: false, on: device)
        let result = try stage.run(backend: backend, pool: pool, observer: observer)
        try session.console.result(
            result.json, Figures.size(result.program) + "\n" + Figures.table(train: result.train, test: result.test))
    }
}
