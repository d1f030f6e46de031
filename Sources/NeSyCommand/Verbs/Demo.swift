import ArgumentParser
import NeSy

/// `nesy demo`: the whole path on generated scenes, from nothing to a rule set and a justification.
struct Demo: Verb {
    static let path = ["demo"]

    static let out = Setting("out", default: "runs/demo", "The folder for scenes and run.", completion: .directory)
    static let scenes = Setting("scenes", default: 3000, "Scenes to train on.", .within(30...100_000))
    static let epochs = Setting("epochs", default: 12, "Passes over the scenes.", .within(2...1000))
    static let settings: [any SettingDescription] = [out, scenes, epochs] + DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Generates scenes, trains on them, extracts rules, names their filters and explains an image.",
        discussion: """
            Everything is made from the seed; nothing is downloaded. The scenes are rooms, and what makes a room \
            a bedroom is known, so the printed rules can be judged. The run of an earlier demonstration is replaced; \
            scenes are kept in a folder for each seed and number, and used again.

            Example:
              nesy demo
              nesy demo --seed 3 --epochs 20
            """)

    @Option(Self.out) var out: String?
    @Option(Self.scenes) var scenes: Int?
    @Option(Self.epochs) var epochs: Int?
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let settings = session.settings
        let out = try settings.value(Self.out, out)
        var configuration = RoomsConfiguration()
        configuration.seed = session.seed
        configuration.train = try settings.value(Self.scenes, scenes)
        configuration.validation = 0
        configuration.trainBalanced = 0
        configuration.test = 300
        configuration.plantedConfounders = []
        let scenes = "\(out)/scenes-\(configuration.seed)-\(configuration.train)"
        let run = out + "/run"
        var train = TrainStage(data: scenes, out: run)
        train.options.seed = session.seed
        train.options.strategy = .ts3
        train.options.epochs = try settings.value(Self.epochs, epochs)
        train.force = true
        var extract = ExtractStage(run: run)
        extract.force = true
        var label = LabelStage(run: run)
        label.force = true

        let (backend, pool, observer) = try session.begin(seeded: true, on: device)
        let note = session.console.note
        note("1. generating \(configuration.train) scenes of rooms in \(scenes)")
        if try !isComplete(scenes) {
            _ = try Rooms(configuration).write(to: scenes, pool: pool) { done, total in
                observer.progress("scenes", done: done, total: total)
            }
        }
        note("2. training a network with class-specific sparse filters (strategy ts3) in \(run)")
        let trained = try train.run(backend: backend, pool: pool, observer: observer)
        note("3. reading rules from the filters, into \(run)/rules")
        let rules = try extract.run(backend: backend, pool: pool, observer: observer)
        note("4. naming the filters after what they look at, into \(run)/labels")
        let names = try label.run(backend: backend, pool: pool, observer: observer)
        note("5. asking why one scene got its class")
        let image = scenes + "/images/test_iid/000000.png"
        let answer = try ImageQuestion(run: run, backend: backend).ask(image)
        note("the same again: nesy explain \(run) \(image)")
        try report(session.console, trained, rules, names, answer)
    }

    /// Whether the folder holds the scenes of an earlier demonstration, whose index is written last.
    private func isComplete(_ folder: String) throws(NeSyError) -> Bool {
        do throws(StorageError) {
            return try FileSystem.system.inspect(folder + "/index.csv") != nil
        } catch {
            throw NeSyError(reading: error)
        }
    }

    private func report(
        _ console: Console, _ trained: TrainStage.Result, _ rules: ExtractStage.Result, _ names: LabelStage.Result,
        _ answer: ImageQuestion.Answer
    ) throws(NeSyError) {
        let document: JSON = [
            "schema": "nesy.demo/1", "train": trained.json, "extract": rules.json,
            "program": rules.program.json(), "label": names.json, "explain": answer.json,
        ]
        let text =
            rules.program.text(RuleExtraction.notation) + "\n" + names.program.text(names.notation) + "\n"
            + Figures.size(rules.program) + "\n"
            + Figures.table(train: rules.train, test: rules.test) + "\n" + Explain.text(answer)
        try console.result(document, text)
    }
}
