import NeSyTestSupport
import Testing

@Suite struct UsageErrorTests {
    @Test(arguments: [
        (["confg"], "config"), (["config", "--jsn"], "--json"), (["config", "--seed", "many"], "seed"),
        (["config", "--seed"], "seed"), (["config", "--seed", "-1"], "seed"), (["config", "extra"], "extra"),
        (["config", "--threads", "0"], "threads"),
    ])
    func wrongCallsExitWith64(arguments: [String], named: String) throws {
        let outcome = try NesyBinary.run(arguments)
        #expect(outcome.exitCode == 64)
        #expect(outcome.output.isEmpty, "an error left something on standard output")
        #expect(outcome.errors.hasPrefix("error: "))
        #expect(outcome.errors.contains("  where:    command line"))
        #expect(outcome.errors.contains(named))
    }

    @Test func errorsHaveNoColourOutsideATerminal() throws {
        #expect(!(try NesyBinary.run(["confg"])).errors.contains("\u{1B}"))
    }
}
