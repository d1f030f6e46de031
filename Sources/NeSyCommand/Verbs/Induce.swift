import ArgumentParser
import Foundation
import NeSy

/// `nesy induce`: a table in, rules out.
struct Induce: Verb {
    static let path = ["induce"]

    static let label = Setting<String>("label", "The column that the rules shall tell.")
    static let numeric = Setting<CommaList<String>>(
        "numeric", absence: "columns that hold numbers only", "Columns to compare as numbers.")
    static let ignore = Setting<CommaList<String>>("ignore", absence: "none", "Columns to leave out.")
    static let test = Setting<String>(
        "test", absence: "none", "Table to test the rules on.", completion: .file(extensions: ["csv"]))
    static let holdout = Setting<Double>(
        "holdout", absence: "none", "Share of the rows to keep for testing, such as 0.2.",
        Constraint(words: "above 0 and below 1") { $0 > 0 && $0 < 1 })
    static let out = Setting<String>(
        "out", absence: "runs/TABLE-rules", "Folder for the rules.", completion: .directory)
    static let force = Setting("force", default: false, "Replace rules that stand in the folder.")
    static let settings: [any SettingDescription] =
        [label, numeric, ignore, test, holdout, out, force] + RuleLearningOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "induce",
        abstract: "Learns rules from a table.",
        discussion: """
            The table is a CSV file with a line of column names; comma, semicolon and tab are told apart. Rules \
            are printed with their accuracy and written as text, Prolog, clingo, JSON and CSV. An image or a \
            network is not needed.

            Example:
              nesy induce heart.csv --label target
              nesy induce heart.csv --label target --holdout 0.2 --algorithm fold-rm --out runs/heart
            """)

    @Argument(help: "The table.", completion: .file(extensions: ["csv"])) var table: String
    @Option(Self.label) var label: String?
    @Option(Self.numeric) var numeric: CommaList<String>?
    @Option(Self.ignore) var ignore: CommaList<String>?
    @Option(Self.test) var test: String?
    @Option(Self.holdout) var holdout: Double?
    @Option(Self.out) var out: String?
    @Flag(Self.force) var force: Bool?
    @OptionGroup(title: "Rules") var rules: RuleLearningOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let stage = try stage(session)
        let (pool, observer) = session.begin(seeded: true)
        session.console.note("rules in \(stage.out)")
        let result = try stage.run(pool: pool, observer: observer)
        session.console.note("rules in \(result.folder.path)")
        let text =
            result.program.text(result.notation) + "\n" + Figures.size(result.program) + "\n"
            + Figures.table(train: result.train, test: result.test)
        try session.console.result(result.json, text)
    }

    private func stage(_ session: Session) throws(NeSyError) -> InduceStage {
        let settings = session.settings
        let name = URL(fileURLWithPath: table).deletingPathExtension().lastPathComponent
        var stage = InduceStage(
            table: table, label: try settings.value(Self.label, label),
            out: try settings.optional(Self.out, out) ?? "runs/\(name)-rules")
        if let numeric = try settings.optional(Self.numeric, numeric) { stage.numeric = .named(numeric.elements) }
        stage.ignored = try settings.optional(Self.ignore, ignore)?.elements ?? []
        let test = try settings.optional(Self.test, test)
        let holdout = try settings.optional(Self.holdout, holdout)
        switch (test, holdout) {
        case (nil, nil): stage.test = .none
        case (.some(let path), nil): stage.test = .file(path)
        case (nil, .some(let share)): stage.test = .holdout(share)
        default:
            throw NeSyError(
                .usage, "Rules are tested in one way.", at: "nesy induce", expected: "--test FILE or --holdout SHARE",
                found: "both")
        }
        stage.force = try settings.value(Self.force, force)
        stage.seed = session.seed
        stage.learner = try rules.learner(settings)
        return stage
    }
}
