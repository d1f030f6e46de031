import NeSyJSON
import NeSyTestSupport
import Testing

/// `nesy mine` as a user calls it.
@Suite struct MineTests {
    let place = Workplace()

    /// Two classes with tails of their own, and one tail that is never set.
    private func writeTables(rows: Int = 200) throws {
        let labels = (0..<rows).map { $0 % 2 == 0 ? "cat" : "dog" }
        try place.write("labels.csv", "animal\n" + labels.map { $0 + "\n" }.joined())
        let cells = (0..<rows).map { $0 % 2 == 0 ? "1,1,0,0" : "0,0,\($0 % 3 == 0 ? "1" : "0.4"),0" }
        try place.write("tails.csv", "paw,claw,bark,none\n" + cells.map { $0 + "\n" }.joined())
    }

    private func expectFailure(
        _ arguments: [String], _ code: Int32, _ words: [String], from location: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try NesyBinary.run(["mine"] + arguments, folder: place.folder.path)
        #expect(outcome.exitCode == code, "\(outcome.errors)", sourceLocation: location)
        #expect(outcome.output.isEmpty, sourceLocation: location)
        for word in words {
            #expect(outcome.errors.contains(word), "no \(word) in: \(outcome.errors)", sourceLocation: location)
        }
    }

    @Test func tablesToRules() throws {
        try writeTables()
        let outcome = try place.run("mine", "labels.csv", "tails.csv", "--threshold", "0.2")
        #expect(outcome.output.contains("cat -> paw"))
        #expect(outcome.output.contains("dog -> bark"))
        #expect(outcome.output.contains("fewer"))
        #expect(outcome.errors.contains("tails: of 4 items 1 never set (none)"))
        #expect(outcome.errors.split(separator: "\n").filter { $0 == "rules in runs/labels-tails-rules" }.count == 2)

        let document = try place.document("mine", "labels.csv", "tails.csv", "--out", "r", "--threshold", "0.2")
        for key in ["rows", "heads", "tails", "rules", "bits", "seconds", "files"] {
            #expect(document[key] != nil, "\(key) is missing")
        }
        for key in ["head", "tail", "head_threshold", "tail_threshold", "bits_saved", "applies", "holds"] {
            #expect(document["rules"]?.arrayValue?.first?[key] != nil, "rules.\(key) is missing")
        }
        for key in ["baseline", "model", "data", "total"] { #expect(document["bits"]?[key]?.doubleValue != nil) }
        for key in ["count", "new", "merge"] { #expect(document["seconds"]?[key]?.doubleValue != nil) }
        #expect(
            try Set(place.list("r")).isSuperset(of: [
                "rules.txt", "rules.pl", "rules.lp", "rules.json", "rules.csv", "facts.pl", "facts.lp", "summary.json",
            ]))

        let scored = try place.document(
            "mine", "labels.csv", "tails.csv", "--score", "r/rules.json", "--threshold", "0.2")
        #expect(
            abs((scored["bits"]?["total"]?.doubleValue ?? 0) - (document["bits"]?["total"]?.doubleValue ?? 1)) < 1e-6)
        let words = try place.run(
            "mine", "labels.csv", "tails.csv", "--score", "r/rules.json", "--threshold", "0.2", "--cover", "holds")
        #expect(words.output.contains("without rules") && words.output.contains("robust, cover holds"))
        try expectFailure(["labels.csv", "tails.csv", "--out", "r"], 73, ["  where:    r", "--force"])
    }

    /// Positions count through both layers; names have the name of the file.
    @Test func sparseRows() throws {
        try place.write("heads.dat", (0..<100).map { $0 % 2 == 0 ? "3\n" : "5\n" }.joined())
        try place.write("tails.dat", (0..<100).map { $0 % 2 == 0 ? "3 4\n" : "9\n" }.joined())
        let document = try place.document("mine", "heads.dat", "tails.dat", "--out", "r")
        let tails = document["rules"]?.arrayValue?.compactMap { $0["tail"] }
        #expect(tails?.contains(["tails_3", "tails_4"]) == true)
        try place.write("numbers.json", "[{\"head\": [0], \"tail\": [2, 3]}]")
        try place.write("names.json", "[{\"head\": [\"heads_3\"], \"tail\": [\"tails_3\", \"tails_4\"]}]")
        let numbers = try place.document("mine", "heads.dat", "tails.dat", "--score", "numbers.json")
        let names = try place.document("mine", "heads.dat", "tails.dat", "--score", "names.json")
        #expect(numbers["readings"] == names["readings"])
        #expect(numbers["rules"]?.arrayValue?.first?["tail"] == ["tails_3", "tails_4"])
    }

    @Test func theCommandLineChoosesHowActivationsAreCut() throws {
        try writeTables()
        try place.write("options.yaml", "mine:\n  threshold: 0.2\n")
        try place.run("mine", "labels.csv", "tails.csv", "--quantile", "0.5", "--config", "options.yaml")
        try place.write("both.yaml", "mine:\n  threshold: 0.2\n  quantile: 0.5\n")
        try expectFailure(["labels.csv", "tails.csv", "--config", "both.yaml"], 64, ["found:    both"])
    }

    @Test func aColumnOfTheTableItself() throws {
        try place.run("generate", "table", "--out", "t.csv", "--rows", "400", "--classes", "3")
        let document = try place.document("mine", "t.csv:label", "t.csv")
        #expect(document["heads"] == 3 && document["tails"] == 20)
        #expect((document["rules"]?.arrayValue?.count ?? 0) > 0)
        let one = try place.run("mine", "t.csv:label", "t.csv", "--threads", "1", "--out", "one").output
        let two = try place.run("mine", "t.csv:label", "t.csv", "--threads", "2", "--out", "two").output
        #expect(one == two.replacing("two/", with: "one/"))
        #expect(try place.bytes("one/rules.json") == place.bytes("two/rules.json"))
    }

    @Test func aRunToRules() throws {
        try place.makeRun()
        let outcome = try place.run("mine", "run", "--per", "filter", "--quantile", "0.7")
        #expect(outcome.output.contains("60 rows, 3 heads (output)"))
        #expect(try place.list("run/mined/output-filters").contains("rules.json"))
        try expectFailure(["run", "--tails", "relu99"], 64, ["relu99", "expected: one of "])
        try expectFailure(["run", "--split", "dusk", "--out", "r"], 64, ["dusk"])
        try expectFailure(["run", "--tails", "output"], 65, ["overlap"])
    }

    @Test func whatCannotBeMined() throws {
        try writeTables()
        try place.write("short.csv", "a\n1\n0\n1\n")
        try expectFailure(["labels.csv", "short.csv"], 65, ["200 rows", "found:    3"])
        try expectFailure(["tails.csv", "tails.csv"], 65, ["overlap", "paw"])
        try expectFailure(["labels.csv", "labels.csv:size"], 65, ["labels.csv", "animal", "size"])
        try place.write("empty.csv", "a,b\n")
        try expectFailure(["labels.csv", "empty.csv"], 65, ["no rows", "empty.csv"])
        try expectFailure(["labels.csv", "none.csv"], 66, ["none.csv"])
        try expectFailure(["nothing"], 66, ["nothing", "run.json"])
        try expectFailure(["labels.csv", "tails.csv", "short.csv"], 64, ["3 names"])
        try expectFailure(["labels.csv", "tails.csv", "--heads", "output"], 64, ["--heads output"])
        try expectFailure(["labels.csv", "tails.csv", "--quantile", "1.2"], 64, ["quantile", "above 0 and below 1"])
        try expectFailure(["labels.csv", "tails.csv", "--quantile", "0.5", "--threshold", "1"], 64, ["found:    both"])
        try expectFailure(["labels.csv", "tails.csv", "--theta", "2"], 64, ["theta"])
        try expectFailure(["labels.csv", "tails.csv", "--head-cap", "1025"], 64, ["head-cap", "1 to 1024"])
        try expectFailure(["labels.csv", "tails.csv", "--mode", "strict", "--cover", "applies"], 64, ["--cover holds"])
        for option in [["--out", "r"], ["--force"], ["--theta", "0.3"], ["--lift"]] {
            try expectFailure(["labels.csv", "tails.csv", "--score", "cycle.json"] + option, 64, [option[0]])
        }
        try place.write(
            "cycle.json", #"[{"head": ["cat"], "tail": ["paw"]}, {"head": ["paw"], "tail": ["cat"]}]"#)
        try expectFailure(["labels.csv", "tails.csv", "--score", "cycle.json"], 65, ["cycle.json", "circular"])
        #expect(try place.list("runs").isEmpty)
    }
}
