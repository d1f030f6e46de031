import Foundation
import NeSyJSON
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Results on standard output, everything else on standard error, and signals.
@Suite struct StreamTests {
    let place = Workplace()

    @Test func aLogHasNoCarriageReturnsAndNoColour() throws {
        try place.makeRooms()
        let outcome = try place.run("train", "rooms", "--epochs", "2", "--out", "run")
        #expect(!outcome.errors.contains("\r") && !outcome.errors.contains("\u{1B}"))
        #expect(outcome.errors.contains("epoch 1/2") && outcome.errors.contains("epoch 2/2"))
        #expect(outcome.errors.contains("seed 0"))
        #expect(!outcome.output.contains("epoch 1"))
        let lines = outcome.errors.split(separator: "\n").filter { $0.contains("run folder run") }
        #expect(lines.count == 2, "the folder is named first and last")
    }

    @Test func quietLeavesTheResultAlone() throws {
        let outcome = try place.run("generate", "table", "--out", "t.csv", "--rows", "10", "--quiet")
        #expect(outcome.errors.isEmpty)
        #expect(!outcome.output.isEmpty)
    }

    @Test func anErrorLeavesNothingOnStandardOutput() throws {
        try place.run("generate", "table", "--out", "t.csv", "--rows", "10")
        let outcome = try NesyBinary.run(
            ["generate", "table", "--out", "t.csv", "--json"], folder: place.folder.path)
        #expect(outcome.exitCode == 73)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("  where:    t.csv"))
    }

    @Test func aResultThatCannotBeWrittenExitsWith73() throws {
        let outcome = try Shell.run("'\(NesyBinary.path)' config > /dev/full")
        #expect(outcome.exitCode == 73)
        #expect(outcome.errors.contains("standard output"))
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func aSignalLeavesACheckpointThatResumes(number: Int32, code: Int32) throws {
        try place.makeRooms()
        let running = try NesyBinary.start(
            ["train", "rooms", "--epochs", "5000", "--out", "run", "--json"], folder: place.folder.path)
        while running.process.isRunning && !running.text("errors").contains("epoch 1/") { usleep(10_000) }
        kill(running.process.processIdentifier, number)
        let outcome = running.outcome()
        #expect(outcome.exitCode == code)
        let document = try JSON.parse(outcome.output)
        let done = try #require(document["epochs"]?.intValue)
        #expect(document["finished"] == false && done >= 1)
        try place.run("train", "rooms", "--out", "run", "--resume", "--stop-after", "\(done + 1)")
    }

    /// A verb that has nothing to save ends at once.
    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func aSignalEndsOtherVerbs(number: Int32, code: Int32) throws {
        let running = try NesyBinary.start(
            ["generate", "rooms", "--out", "many", "--train", "20000"], folder: place.folder.path)
        while running.process.isRunning && !running.text("errors").contains("seed 0") { usleep(10_000) }
        kill(running.process.processIdentifier, number)
        let outcome = running.outcome()
        #expect(outcome.exitCode == code)
        #expect(outcome.output.isEmpty && !outcome.errors.contains("saving"))
    }
}
