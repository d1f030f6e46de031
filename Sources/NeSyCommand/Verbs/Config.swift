import ArgumentParser
import NeSy

/// `nesy config`: every option of every verb, ready to be saved as a file of options.
struct Config: Verb {
    static let path = ["config"]
    static let settings: [any SettingDescription] = []

    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Prints every option with its value and what it does, as YAML.",
        discussion: """
            Without a file the values are the defaults. With --config FILE or NESY_… variables the values are \
            what a verb would use, with a note of where each came from.

            Example:
              nesy config > options.yaml       # then change what you like
              nesy config --config options.yaml
            """)

    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let shared = session.settings.resolved
        var sections: [(verb: any Verb.Type, settings: [ResolvedSetting])] = []
        for verb in Nesy.verbs where !verb.settings.isEmpty {
            let resolver = session.settings.scoped(to: verb.path)
            var settings: [ResolvedSetting] = []
            for setting in verb.settings { settings.append(try setting.resolve(by: resolver)) }
            sections.append((verb, settings))
        }
        var page = ConfigurationPage(title: [
            "NeSy \(Version.current): the options of every verb.",
            "Command line, else NESY_… variable, else --config FILE, else default.",
            "A key at the top counts for every verb that has it, one under a verb only there.",
        ])
        page.add(shared, of: CommonOptions.settings)
        for (verb, settings) in sections { page.add(settings, of: verb.settings, under: verb.path) }
        let document = JSON.object([
            JSON.Member("schema", "nesy.config/1"),
            JSON.Member("common", ConfigurationPage.document(shared)),
            JSON.Member(
                "verbs",
                .object(
                    sections.map {
                        JSON.Member($0.verb.path.joined(separator: " "), ConfigurationPage.document($0.settings))
                    })),
        ])
        try session.console.result(document, page.text)
    }
}
