import NeSyJSON
import NeSyStorage
import NeSyTestSupport
import Testing

/// A folder in which commands run, with small data that they make themselves.
struct Workplace {
    let folder = TemporaryFolder()

    func callAsFunction(_ name: String) -> String { folder(name) }

    /// Runs a command here that must succeed.
    @discardableResult
    func run(
        _ arguments: String..., environment: [String: String] = [:]
    ) throws -> NesyBinary.Outcome {
        let outcome = try NesyBinary.run(arguments, environment: environment, folder: folder.path)
        #expect(outcome.exitCode == 0, "nesy \(arguments.joined(separator: " ")): \(outcome.errors)")
        return outcome
    }

    /// Runs a command here with `--json`; its output is one document with a schema.
    func document(_ arguments: String..., environment: [String: String] = [:]) throws -> JSON {
        let outcome = try NesyBinary.run(arguments + ["--json"], environment: environment, folder: folder.path)
        #expect(outcome.exitCode == 0, "nesy \(arguments.joined(separator: " ")): \(outcome.errors)")
        let document = try JSON.parse(outcome.output)
        #expect(document["schema"]?.stringValue != nil, "no schema")
        return document
    }

    /// `rooms`: a few scenes of 32 pixels.
    func makeRooms() throws {
        try run(
            "generate", "rooms", "--out", "rooms", "--size", "32", "--train", "60", "--val", "0", "--test", "12",
            "--train-balanced", "0")
    }

    /// `run`: a network trained on `rooms` for a moment, with its rules.
    func makeRun() throws {
        try makeRooms()
        try run("train", "rooms", "--strategy", "ts3", "--epochs", "2", "--out", "run")
        try run("extract", "run")
    }

    func bytes(_ name: String) throws -> [UInt8] { try FileSystem.system.read(folder(name)) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        if let slash = name.lastIndex(of: "/") { try FileSystem.system.makeDirectory(folder(String(name[..<slash]))) }
        try FileSystem.system.write(folder(name), bytes)
    }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    /// The names in a folder; none when it is not there.
    func list(_ name: String) throws -> [String] {
        try FileSystem.system.inspect(folder(name)) == nil ? [] : FileSystem.system.list(folder(name))
    }
}
