import NeSyTestSupport
import Testing

@Suite struct UsageErrorTests {
    @Test(arguments: [
        (["confg"], "config"), (["config", "--jsn"], "--json"), (["config", "--seed", "many"], "seed"),
        (["config", "--seed"], "seed"), (["config", "--seed", "-1"], "seed"), (["config", "extra"], "extra"),
        (["config", "--threads", "0"], "threads"), (["trian", "photos"], "'nesy train'"), (["train"], "<data>"),
        (["train", "photos", "--strategy", "ts9"], "ts9"), (["train", "photos", "--epochs", "0"], "of at least 1"),
        (["train", "photos", "--batch-size", "few"], "few"), (["induce", "t.csv", "--labl", "x"], "--label"),
        (["compare", "photos", "--strategies", "none,ts"], "none,ts"), (["generate", "tables"], "tables"),
        (["compare", "photos", "--threshold-alpha", "nan"], "nan"), (["train", "photos", "--beta", "inf"], "inf"),
        (["induce", "t.csv", "--label", "x", "--ratio", "1"], "below 1"),
        (["evaluate", "run", "--device", "tpu"], "tpu"),
    ])
    func wrongCallsExitWith64(arguments: [String], named: String) throws {
        let outcome = try NesyBinary.run(arguments)
        #expect(outcome.exitCode == 64)
        #expect(outcome.output.isEmpty, "an error left something on standard output")
        #expect(outcome.errors.hasPrefix("error: "))
        #expect(outcome.errors.contains("  where:    command line"))
        #expect(outcome.errors.contains(named))
    }

    @Test(arguments: [
        (["induce", "t.csv"], "--label is needed", "nesy induce"),
        (["induce", "t.csv", "--label", "x", "--test", "u.csv", "--holdout", "0.2"], "one way", "both"),
        (["generate", "rooms", "--out", "r", "--confound", "bed:kitchen"], "no true rule reads", "bed"),
        (["generate", "rooms", "--out", "r", "--size", "48"], "out of 32, 64, 128", "48"),
        (["train", "photos", "--strategy", "ts3", "--resume"], "Which run", "no run folder"),
        (["generate", "table", "--out", "t", "--columns", "3", "--classes", "4"], "for every class", "3 columns"),
        (["generate", "table", "--out", "t", "--columns", "6", "--rules", "4"], "here 3", "4 rules"),
        (["generate", "table", "--out", "t", "--rows", "100000000", "--columns", "99"], "4000000000", "99 columns"),
        (["generate", "rooms"], "--out is needed", "generate rooms"),
    ])
    func optionsThatDoNotFitExitWith64(arguments: [String], words: String, found: String) throws {
        let outcome = try NesyBinary.run(arguments)
        #expect(outcome.exitCode == 64)
        #expect(outcome.output.isEmpty)
        for part in [words, found, "  where: ", "  expected: "] { #expect(outcome.errors.contains(part)) }
    }

    @Test func errorsHaveNoColourOutsideATerminal() throws {
        #expect(!(try NesyBinary.run(["confg"])).errors.contains("\u{1B}"))
    }
}
