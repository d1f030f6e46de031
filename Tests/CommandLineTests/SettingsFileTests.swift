import NeSyJSON
import NeSyStorage
import NeSyTestSupport
import Testing

/// Where options come from, seen through `nesy config --json`.
@Suite struct SettingsFileTests {
    let folder = TemporaryFolder()

    private func file(_ text: String) throws -> String {
        try FileSystem.system.write(folder("options.yaml"), text)
        return folder("options.yaml")
    }

    private func seed(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Int? {
        let outcome = try NesyBinary.run(["config", "--json"] + arguments, environment: environment)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        return try JSON.parse(outcome.output)["common"]?["seed"]?.intValue
    }

    @Test func commandLineBeatsEnvironmentBeatsFileBeatsDefault() throws {
        let path = try file("seed: 1\n")
        #expect(try seed([]) == 0)
        #expect(try seed(["--config", path]) == 1)
        #expect(try seed([], ["NESY_CONFIG": path]) == 1)
        #expect(try seed(["--config", path], ["NESY_SEED": "2"]) == 2)
        #expect(try seed(["--config", path, "--seed", "3"], ["NESY_SEED": "2"]) == 3)
    }

    @Test func aKeyUnderTheVerbBeatsOneAtTheTop() throws {
        #expect(try seed(["--config", file("seed: 1\nconfig:\n  seed: 4\n")]) == 4)
    }

    /// A value of a verb, as `nesy config` resolves it.
    private func value(_ verb: String, _ key: String, file text: String) throws -> JSON? {
        let outcome = try NesyBinary.run(["config", "--json", "--config", file(text)])
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        return try JSON.parse(outcome.output)["verbs"]?[verb]?[key]
    }

    @Test func oneFileServesEveryVerb() throws {
        let text = "ratio: 0.25\ntrain:\n  epochs: 3\ngenerate:\n  rooms: {classes: 5, confound: [rug:bedroom, none]}\n"
        #expect(try value("extract", "ratio", file: text) == 0.25)
        #expect(try value("induce", "ratio", file: text) == 0.25)
        #expect(try value("train", "epochs", file: text) == 3)
        #expect(try value("compare", "epochs", file: text) == 7)
        #expect(try value("generate rooms", "classes", file: text) == 5)
        #expect(try value("generate rooms", "confound", file: text) == ["rug:bedroom", "none"])
    }

    @Test func anElementOfAListKeepsItsCommas() throws {
        #expect(try value("induce", "ignore", file: "ignore: [\"height, cm\", age]\n") == ["height, cm", "age"])
        #expect(try value("induce", "ignore", file: "ignore: height, age\n") == ["height", "age"])
    }

    @Test func aSwitchCanBeTakenBack() throws {
        let outcome = try NesyBinary.run(["config", "--no-json"], environment: ["NESY_JSON": "true"])
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.hasPrefix("#"))
    }

    @Test func theDefaultsCanBeReadBack() throws {
        let defaults = try NesyBinary.run(["config"]).output
        let again = try NesyBinary.run([
            "config", "--json", "--config", file(defaults.replacing("json: false", with: "")),
        ])
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(again.output == (try NesyBinary.run(["config", "--json"])).output)
    }

    @Test(arguments: [
        ("sed: 3\n", 64, ":1", "Did you mean 'seed'?"),
        ("seed: 1\nquite: true\n", 64, ":2", "Did you mean 'quiet'?"),
        ("train:\n  epoch: 1\n", 64, ":2", "Did you mean 'epochs'?"),
        ("trian:\n  epochs: 1\n", 64, ":1", "Did you mean 'train'?"),
        ("induce:\n  epochs: 1\n", 64, ":2", "an option of nesy induce"),
        ("generate:\n  rooms:\n    epochs: 1\n", 64, ":3", "an option of nesy generate rooms"),
        ("seed: many\n", 64, ":1", "expected: a whole number"),
        ("seed: -4\n", 64, ":1", "of at least 0"),
        ("seed: {a: 1}\n", 64, ":1", "expected: a value"),
        ("seed: [1, 2]\n", 64, ":1", "found:    '1, 2'"),
        ("seed: [1\n", 64, ":", "no YAML"),
        ("seed: 1\nseed: 2\n", 64, ":", "twice"),
        ("- seed\n", 64, ":1", "found:    a list"),
        ("quiet: perhaps\n", 64, ":1", "true or false"),
    ])
    func wrongFilesAreNamedWithTheirLine(text: String, code: Int32, place: String, words: String) throws {
        let path = try file(text)
        let outcome = try NesyBinary.run(["config", "--config", path])
        #expect(outcome.exitCode == code)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(path + place), "\(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test func deepNestingIsRefusedAndNotFollowed() throws {
        let path = try file("seed: " + String(repeating: "[", count: 200_000))
        #expect(try NesyBinary.run(["config", "--config", path]).exitCode == 64)
    }

    @Test func anEmptyFileSaysNothing() throws {
        #expect(try seed(["--config", file("")]) == 0)
        #expect(try seed(["--config", file("# only a comment\nseed:\n")]) == 0)
    }

    @Test func aMissingFileExitsWith66() throws {
        let outcome = try NesyBinary.run(["config", "--config", folder("none.yaml")])
        #expect(outcome.exitCode == 66)
        #expect(outcome.errors.contains(folder("none.yaml")))
    }

    @Test func aWrongVariableIsNamed() throws {
        let outcome = try NesyBinary.run(["config"], environment: ["NESY_SEED": "x"])
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains("NESY_SEED"))
    }
}
