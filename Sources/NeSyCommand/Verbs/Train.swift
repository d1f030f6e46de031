import ArgumentParser
import Foundation
import NeSy

/// `nesy train`: images in, a run folder out.
struct Train: Verb {
    static let path = ["train"]

    static let strategy = Setting(
        "strategy", default: RunOptions().strategy,
        "How filters are made to mean something: none, elite back-propagation, or a sparsity loss (ts3 is a good "
            + "start).")
    static let out = Setting<String>(
        "out", absence: "runs/DATA-STRATEGY-SEED, or runs/DATA-STRATEGY-5-runs with --runs 5",
        "The run folder, or the folder of the runs.", completion: .directory)
    static let resume = Setting(
        "resume", default: false, "Go on with the run in the run folder (--out), by its own options.")
    static let force = Setting("force", default: false, "Replace what stands in the run folder.")
    static let allowDataChange = Setting(
        "allow-data-change", default: false, "Resume although the images have changed.")
    static let stopAfter = Setting<Int>(
        "stop-after", absence: "the last epoch", "Stop when so many epochs are done; --resume goes on.", .atLeast(1))
    static let weights = Setting<String>(
        "weights", absence: "drawn from the seed", "Safetensors file with the weights to begin with.",
        completion: .file(extensions: ["safetensors"]))
    static let traceSteps = Setting<Int>(
        "trace-steps", absence: "none", "Keep batches and losses of the first steps, to compare engines.", .atLeast(1))
    static let runs = Setting<Int>(
        "runs", absence: "one",
        "Train so many times, with --seed and the seeds after it, and extract rules from each.", .within(1...1000))
    static let settings: [any SettingDescription] =
        [strategy, runs, out, resume, force, allowDataChange, stopAfter, weights, traceSteps]
        + NetworkOptions.settings + DataOptions.settings + SparsityOptions.settings + DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Trains a network on images.",
        discussion: """
            The data is a folder with a folder of images for every class (photos/cat/1.jpg), the same below train \
            and test (photos/train/cat/1.jpg), a folder with metadata.csv or index.csv, IDX files, or an .npz \
            file. Where there is no test split, a fifth of the images is held out. The run folder keeps options, \
            metrics and weights, and events for TensorBoard; `nesy extract` reads rules from it.

            With --runs 5 the same is trained from five seeds, into OUT/seed-0 and so on, and rules are extracted \
            from each. A table says how good they are, one by one, and in the mean with the population standard \
            deviation, as in print; OUT/summary.json and OUT/summary.csv keep it. --resume goes on with a series, or \
            makes it longer; fewer runs than it has are refused.

            Examples:
              nesy train photos
              nesy train photos --strategy ts3 --epochs 20 --out runs/photos
              nesy train photos --out runs/photos --resume
              nesy train photos --strategy ts3 --runs 5 --out runs/photos-5
            """)

    @Argument(help: "The images.", completion: .directory) var data: String
    @Option(Self.strategy) var strategy: Strategy?
    @Option(Self.runs) var runs: Int?
    @Option(Self.out) var out: String?
    @Flag(Self.resume) var resume: Bool?
    @Flag(Self.force) var force: Bool?
    @Flag(Self.allowDataChange) var allowDataChange: Bool?
    @Option(Self.stopAfter) var stopAfter: Int?
    @Option(Self.weights) var weights: String?
    @Option(Self.traceSteps) var traceSteps: Int?
    @OptionGroup(title: "Network and training") var network: NetworkOptions
    @OptionGroup(title: "Images") var images: DataOptions
    @OptionGroup(title: "Strategy") var sparsity: SparsityOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let stage = try stage(session)
        if stage.resumes { try refuseOptions(session.settings) }
        let runs = try session.settings.optional(Self.runs, runs)
        if let runs { return try carryOut(RunsStage(train: stage, runs: runs), in: session) }
        Interruption.watch()
        let (backend, pool, observer) = try session.begin(seeded: !stage.resumes, on: device)
        session.console.note("run folder \(stage.out)")
        let result = try stage.run(backend: backend, pool: pool, observer: observer)
        session.console.note("run folder \(result.folder.path)")
        try session.console.result(result.json, Train.text(result))
        // A signal in the last step came too late to interrupt anything.
        if result.outcome != .finished, let code = Interruption.exitCode { throw ExitCode(code) }
    }

    private func carryOut(_ stage: RunsStage, in session: Session) throws {
        for (key, isGiven) in [
            (Self.stopAfter.key, stage.train.stopAfterEpoch != nil),
            (Self.traceSteps.key, stage.train.traceSteps != nil),
        ] where isGiven {
            throw NeSyError(
                .usage, "Some options are of a single run.", at: "nesy train --runs", expected: "no --\(key)",
                found: "--\(key) with --runs", remedy: "Leave out one of them.")
        }
        Interruption.watch()
        let (backend, pool, observer) = try session.begin(seeded: !stage.train.resumes, on: device)
        session.console.note("runs in \(stage.train.out)")
        let result = try stage.run(backend: backend, pool: pool, observer: observer)
        session.console.note("runs in \(result.path)")
        var text = result.table.markdown
        if result.outcome == .finished {
            text += "\nfigures of the \(result.table.isTested ? "test" : "training") images\n"
        } else {
            text += "unfinished; go on with: nesy train \(stage.train.data) --runs \(stage.runs)"
            text += " --out \(result.path) --resume\n"
        }
        try session.console.result(result.json, text)
        if result.outcome != .finished, let code = Interruption.exitCode { throw ExitCode(code) }
    }

    private func stage(_ session: Session) throws(NeSyError) -> TrainStage {
        let settings = session.settings
        var options = RunOptions()
        options.seed = session.seed
        options.strategy = try settings.value(Self.strategy, strategy)
        try network.apply(to: &options, settings)
        try images.apply(to: &options, settings)
        try sparsity.apply(to: &options, settings)
        let name = URL(fileURLWithPath: data).deletingPathExtension().lastPathComponent
        let last = try settings.optional(Self.runs, runs).map { "\($0)-runs" } ?? "\(session.seed)"
        let usual = "runs/\(name)-\(options.strategy.rawValue)-\(last)"
        let chosen = try settings.optional(Self.out, out)
        let resumes = try settings.value(Self.resume, resume)
        if resumes && chosen == nil {
            // The usual folder is named after options, which a resumed run takes from its folder.
            throw NeSyError(
                .usage, "Which run shall go on?", at: "nesy train --resume", expected: "--out RUN",
                found: "no run folder", remedy: "nesy train \(data) --out RUN --resume")
        }
        var stage = TrainStage(data: data, out: chosen ?? usual)
        stage.options = options
        stage.resumes = resumes
        stage.force = try settings.value(Self.force, force)
        stage.allowsOtherData = try settings.value(Self.allowDataChange, allowDataChange)
        stage.stopAfterEpoch = try settings.optional(Self.stopAfter, stopAfter)
        stage.weights = try settings.optional(Self.weights, weights)
        stage.traceSteps = try settings.optional(Self.traceSteps, traceSteps)
        return stage
    }

    /// A resumed run goes on as it began, so an option that would change it is a mistake.
    private func refuseOptions(_ settings: SettingsResolver) throws(NeSyError) {
        let fixed = Set((NetworkOptions.settings + DataOptions.settings + SparsityOptions.settings).map { $0.key })
            .union([Self.strategy.key, Self.weights.key, CommonOptions.seed.key])
        for setting in settings.resolved where setting.origin == .commandLine && fixed.contains(setting.key) {
            throw NeSyError(
                .usage, "A resumed run keeps its options.", at: "command line", expected: "no --\(setting.key)",
                found: "--\(setting.key) \(setting.value?.plainText ?? "")",
                remedy: "Leave it out, or train a new run in another folder.")
        }
    }

    private static func text(_ result: TrainStage.Result) -> String {
        var lines = "network accuracy: train \(Figures.percent(result.trainAccuracy))"
        if let test = result.testAccuracy { lines += ", test \(Figures.percent(test))" }
        lines += ", in \(Figures.number(result.seconds, 1)) s\n"
        let path = result.folder.path
        lines +=
            result.outcome == .finished
            ? "next: nesy extract \(path)\n"
            : "unfinished; go on with: nesy train \(result.description.dataPath) --out \(path) --resume\n"
        return lines
    }
}
