import ArgumentParser
import NeSy

/// `nesy predict`: the class of images by rules and by network.
struct Predict: Verb {
    static let path = ["predict"]
    static let settings: [any SettingDescription] = DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Says which class images belong to, by rules and by network.",
        discussion: """
            Prints a line for each image: the class by the rules, the rule that decided, the class by the network \
            and how sure it is. An image that no rule covers has `-`.

            Example:
              nesy predict runs/photos new/1.jpg new/2.jpg
            """)

    @Argument(help: "The run folder, with extracted rules.", completion: .directory) var run: String
    @Argument(help: "Images: PNG, JPEG or PNM.", completion: .file()) var inputs: [String]
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let (backend, _, observer) = try session.begin(seeded: false, on: device)
        let question = try ImageQuestion(run: run, backend: backend)
        var answers: [ImageQuestion.Answer] = []
        for (done, input) in inputs.enumerated() {
            answers.append(try question.ask(input))
            observer.progress("images", done: done + 1, total: inputs.count)
        }
        var rows = [["input", "rules", "rule", "network", "sure"]]
        for answer in answers {
            rows.append([
                answer.input, answer.ruleClass ?? "-", answer.rule.map { "\($0)" } ?? "-", answer.networkClass,
                Figures.percent(answer.networkProbability),
            ])
        }
        let document: JSON = [
            "schema": "nesy.predict/1", "run": .string(run), "predictions": .array(answers.map(\.json)),
        ]
        try session.console.result(document, Figures.aligned(rows))
    }
}
