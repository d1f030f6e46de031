import ArgumentParser
import NeSy

/// The options of every verb.
struct CommonOptions: ParsableArguments {
    static let json = Setting("json", default: false, "Print the result as one JSON document.")
    static let quiet = Setting("quiet", default: false, "Print nothing but the result and errors.")
    static let seed = Setting(
        "seed", default: 0, "Start of all random numbers; the same seed gives the same result.", .atLeast(0))
    static let threads = Setting<Int>(
        "threads", absence: "all processors", "Threads to work with; the result does not depend on it.",
        .within(1...1024))
    static var settings: [any SettingDescription] { [json, quiet, seed, threads] }

    @Flag(Self.json) var json: Bool?
    @Flag(Self.quiet) var quiet: Bool?
    @Option(Self.seed) var seed: Int?
    @Option(Self.threads) var threads: Int?
    @Option(
        help: ArgumentHelp("YAML file of options (default: none; also NESY_CONFIG).", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?
}
