import ArgumentParser
import NeSy

/// `nesy explain`: why an image got its class.
struct Explain: Verb {
    static let path = ["explain"]
    static let settings: [any SettingDescription] = DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says why an image gets its class.",
        discussion: """
            Prints the rule that decided with what its conditions saw, why the rules before it did not apply, and \
            how strongly each filter that the rules speak of answered, beside its threshold.

            Example:
              nesy explain runs/photos new/1.jpg
            """)

    @Argument(help: "The run folder, with extracted rules.", completion: .directory) var run: String
    @Argument(help: "An image: PNG, JPEG or PNM.", completion: .file()) var input: String
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let (backend, _, _) = try session.begin(seeded: false, on: device)
        let answer = try ImageQuestion(run: run, backend: backend).ask(input)
        let document = JSON.object(
            [JSON.Member("schema", "nesy.explain/1"), JSON.Member("run", .string(run))] + (answer.json.members ?? []))
        try session.console.result(document, Explain.text(answer))
    }

    static func text(_ answer: ImageQuestion.Answer) -> String {
        var text = "\(answer.input)\n"
        text += "network: \(answer.networkClass) (\(Figures.percent(answer.networkProbability)))\n"
        text += "rules:   " + answer.justification.text(answer.notation)
        let rows = answer.filters.map { filter in
            [
                "  \(filter.name)" + (answer.names[filter.name].map { " \($0)" } ?? ""), Figures.number(Double(filter.norm), 2),
                Figures.number(Double(filter.threshold), 2), filter.norm >= filter.threshold ? "present" : "absent",
            ]
        }
        if !rows.isEmpty { text += "\n" + Figures.aligned([["filter", "norm", "threshold", ""]] + rows) }
        return text
    }
}
