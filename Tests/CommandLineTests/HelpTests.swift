import Testing

@Suite struct HelpTests {
    /// Every verb, as it is called.
    static let verbs: [[String]] = [
        ["train"], ["extract"], ["label"], ["report"], ["evaluate"], ["predict"], ["explain"], ["compare"], ["induce"],
        ["mine"], ["generate", "rooms"], ["generate", "table"], ["config"], ["demo"], ["devices"], ["doctor"],
        ["bench"], ["tune"],
    ]

    @Test(arguments: [[], ["generate"]] + verbs)
    func helpIsAsRecorded(verb: [String]) throws {
        let outcome = try NesyBinary.run(verb + ["--help"])
        #expect(outcome.exitCode == 0)
        #expect(outcome.errors.isEmpty)
        try Snapshot.expect(outcome.output, "help" + verb.map { "-" + $0 }.joined())
    }

    @Test func aCallWithoutAVerbPrintsTheHelp() throws {
        let bare = try NesyBinary.run([])
        #expect(bare.exitCode == 0)
        #expect(bare.output == (try NesyBinary.run(["--help"])).output)
    }

    @Test(arguments: verbs)
    func everyVerbTakesTheCommonOptions(verb: [String]) throws {
        let help = try NesyBinary.run(verb + ["--help"]).output
        for option in ["--json", "--quiet", "--seed", "--threads", "--config"] { #expect(help.contains(option)) }
        #expect(help.contains("Example"), "no example in the help")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsNameEveryVerb(shell: String) throws {
        let outcome = try NesyBinary.run(["--generate-completion-script", shell])
        #expect(outcome.exitCode == 0)
        for verb in HelpTests.verbs { #expect(outcome.output.contains(verb[0])) }
    }

    @Test func everyOptionIsInTheHelpWithItsDefault() throws {
        let help = try NesyBinary.run(["train", "--help"]).output
        for words in ["--epochs <epochs>", "(default: 7)", "(default: tiny)", "(default: the profile's)"] {
            #expect(help.contains(words), "\(words) is missing")
        }
    }

    @Test func theVersionIsPrinted() throws {
        let outcome = try NesyBinary.run(["--version"])
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.split(separator: ".").count == 3)
    }
}
