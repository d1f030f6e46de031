import ArgumentParser
import NeSy

/// `nesy explain`: why an image got its class.
struct Explain: Verb {
    static let path = ["explain"]

    static let picture = Setting<String>(
        "picture", absence: "none", "Draw where the filters that decided look, as FILE.png or FILE.svg.",
        completion: .file(extensions: PictureFormat.allCases.map(\.rawValue)))
    static let force = Setting("force", default: false, "Replace a picture that is there already.")
    static let settings: [any SettingDescription] = [picture, force] + DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says why an image gets its class.",
        discussion: """
            Prints the rule that decided with what its conditions saw, why the rules before it did not apply, and \
            how strongly each filter that the rules speak of answered, beside its threshold. --picture draws the same: \
            the photo, and a tile for each filter that decided, with its map in colour and an outline where it is \
            strong. Absent filters are faint.

            Example:
              nesy explain runs/photos new/1.jpg
              nesy explain runs/photos new/1.jpg --picture why.png
            """)

    @Argument(help: "The run folder, with extracted rules.", completion: .directory) var run: String
    @Argument(help: "An image: PNG, JPEG or PNM.", completion: .file()) var input: String
    @Option(Self.picture) var picture: String?
    @Flag(Self.force) var force: Bool?
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let output = try output(session.settings)
        let (backend, _, _) = try session.begin(seeded: false, on: device)
        let question = try ImageQuestion(run: run, backend: backend)
        let answer: ImageQuestion.Answer
        if let output {
            let (given, picture) = try question.illustrate(input)
            answer = given
            try FileSystem.system.encode(try picture.file(output.path, output.format).bytes, to: output.path)
            session.console.note("picture in \(output.path)")
        } else {
            answer = try question.ask(input)
        }
        let document = JSON.object(
            [JSON.Member("schema", "nesy.explain/1"), JSON.Member("run", .string(run))] + (answer.json.members ?? [])
                + (output.map { [JSON.Member("files", ["picture": .string($0.path)])] } ?? []))
        try session.console.result(document, Explain.text(answer))
    }

    /// Where a picture goes, and in what format; nil when none is asked for.
    private func output(_ settings: SettingsResolver) throws(NeSyError) -> (path: String, format: PictureFormat)? {
        let replaces = try settings.value(Self.force, force)
        guard let path = try settings.optional(Self.picture, picture) else { return nil }
        guard let format = PictureFormat(path: path) else {
            throw NeSyError(
                .usage, "Pictures are not written in this format.", at: "--picture", expected: "FILE.png or FILE.svg",
                found: path)
        }
        if !replaces { try FileSystem.system.refuseExisting(path, option: "picture") }
        return (path, format)
    }

    static func text(_ answer: ImageQuestion.Answer) -> String {
        var text = "\(answer.input)\n"
        text += "network: \(answer.networkClass) (\(Figures.percent(answer.networkProbability)))\n"
        text += "rules:   " + answer.justification.text(answer.notation)
        let rows = answer.filters.map { filter in
            [
                "  \(filter.name)" + (answer.names[filter.name].map { " \($0)" } ?? ""),
                Figures.number(Double(filter.norm), 2),
                Figures.number(Double(filter.threshold), 2), filter.norm >= filter.threshold ? "present" : "absent",
            ]
        }
        if !rows.isEmpty { text += "\n" + Figures.aligned([["filter", "norm", "threshold", ""]] + rows) }
        return text
    }
}
