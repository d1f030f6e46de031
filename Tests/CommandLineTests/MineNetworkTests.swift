import NeSyJSON
import NeSyTestSupport
import Testing

/// `nesy mine` on the network of a run: cascades and interventions.
@Suite struct MineNetworkTests {
    let place: Workplace

    /// One run for all tests of the suite, on images enough for rules to pay: its layers are relu1 to relu6, the last
    /// of which the classes read.
    private static let shared = Result {
        let place = Workplace()
        try place.run(
            "generate", "rooms", "--out", "rooms", "--size", "32", "--train", "900", "--val", "0", "--test", "60",
            "--train-balanced", "0")
        try place.run("train", "rooms", "--strategy", "none", "--epochs", "5", "--out", "run")
        return place
    }

    init() throws { place = try MineNetworkTests.shared.get() }

    private func expectFailure(
        _ arguments: [String], _ words: [String], code: Int32 = 64, from location: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try NesyBinary.run(["mine"] + arguments, folder: place.folder.path)
        #expect(outcome.exitCode == code, "\(outcome.errors)", sourceLocation: location)
        #expect(outcome.output.isEmpty, sourceLocation: location)
        for word in words {
            #expect(outcome.errors.contains(word), "no \(word) in: \(outcome.errors)", sourceLocation: location)
        }
    }

    @Test func anInterventionIsReported() throws {
        let arguments = ["run", "--per", "filter", "--quantile", "0.7", "--intervene", "--controls", "20"]
        func document(_ more: String...) throws -> JSON {
            let outcome = try NesyBinary.run(["mine"] + arguments + more + ["--json"], folder: place.folder.path)
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            return try JSON.parse(outcome.output)
        }
        let one = try document("--out", "one", "--threads", "1")
        let intervention = try #require(one["intervention"])
        #expect(intervention["classes"]?.arrayValue?.count == 3)
        let measured = intervention["classes"]?.arrayValue?.filter { ($0["weights"]?.intValue ?? 0) > 0 } ?? []
        #expect(!measured.isEmpty)
        #expect(measured.allSatisfy { $0["accuracy_after"]?.doubleValue != nil && $0["control_quantile"] != .null })
        for key in ["class", "weights", "accuracy_before", "accuracy_after", "control_quantile", "most_common"] {
            #expect(intervention["classes"]?.arrayValue?[0][key] != nil, "\(key) is missing")
        }
        for key in ["median_after", "median_control", "weights_per_class"] {
            #expect(intervention[key] != nil, "\(key) is missing")
        }
        #expect(intervention["controls"] == 20)
        let lines = String(decoding: try place.bytes("one/intervention.csv"), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(one["files"]?["intervention.csv"] == "one/intervention.csv")
        #expect(try document("--out", "two", "--threads", "2")["intervention"] == intervention)

        // What an earlier call found out does not stay beside rules that it does not belong to.
        let words = try place.run(
            "mine", "run", "--per", "filter", "--quantile", "0.7", "--intervene", "--out", "three")
        #expect(words.output.contains("Intervention: ") && words.output.contains("\nmedian "))
        #expect(words.errors.contains("seed "))
        try place.run("mine", "run", "--per", "filter", "--quantile", "0.7", "--out", "three", "--force")
        #expect(try !place.list("three").contains("intervention.csv"))
    }

    @Test func rulesCascadeThroughLayers() throws {
        let document = try place.document(
            "mine", "run", "--cascade", "output,relu6,relu5", "--per", "filter", "--quantile", "0.7")
        #expect(document["cascade"]?["layers"] == ["output", "relu6", "relu5"])
        #expect(document["cascade"]?["heads"] == "groups")
        for key in ["steps", "traces", "trace_count"] { #expect(document["cascade"]?[key] != nil, "\(key) is missing") }
        let steps = try #require(document["cascade"]?["steps"]?.arrayValue)
        #expect(steps.count == 2)
        for step in steps { #expect(step["rules"]?.arrayValue?.isEmpty == false) }
        let folder = "run/mined/output-relu6-relu5"
        let names: Set = ["cascade.txt", "cascade.json", "cascade.dot", "cascade.svg"]
        #expect(try names.isSubset(of: place.list(folder)))
        for file in try #require(document["files"]?.members) {
            #expect(try !place.bytes(try #require(file.value.stringValue)).isEmpty, "\(file.key)")
        }
        let drawing = String(decoding: try place.bytes(folder + "/cascade.dot"), as: UTF8.self)
        #expect(drawing.hasPrefix("digraph cascade {"))
        try expectFailure(
            ["run", "--cascade", "output,relu6,relu5", "--per", "filter"], [folder, "--force"], code: 73)
        let words = try place.run(
            "mine", "run", "--cascade", "output,relu6,relu5", "--cascade-heads", "items", "--per", "filter",
            "--quantile", "0.7", "--out", "items")
        #expect(words.output.hasPrefix("output -> relu6: "))
    }

    @Test func whatIsNoCascade() throws {
        try expectFailure(["run", "--cascade", "output"], ["two layers or more"])
        try expectFailure(["run", "--cascade", "relu3,output"], ["wrong order", "output,relu3"])
        try expectFailure(["run", "--cascade", "output,relu2,relu3"], ["wrong order", "output,relu3,relu2"])
        try expectFailure(["run", "--cascade", "output,relu3,relu3"], ["twice", "relu3"])
        try expectFailure(["run", "--cascade", "output,filters,relu6"], ["twice", "filters and relu6"])
        try expectFailure(["run", "--cascade", "output,relu9"], ["relu9", "relu1"])
        try expectFailure(["run", "--cascade", "output,relu4", "--tails", "relu3"], ["--tails relu3"])
        try expectFailure(["run", "--cascade", "output,relu4", "--cascade-heads", "some"], ["groups", "items"])
        try expectFailure(["run", "--cascade", "output,relu4", "--intervene"], ["--cascade and --intervene"])
        try expectFailure(["run", "--cascade-heads", "items"], ["--cascade-heads", "--cascade"])
        try place.write("heads.csv", "a\n1\n0\n")
        try place.write("tails.csv", "b\n1\n0\n")
        try expectFailure(["heads.csv", "tails.csv", "--cascade", "output,relu4"], ["tables have none"])
    }

    @Test func whatCannotBeIntervenedIn() throws {
        try place.write("h.csv", "a\n1\n0\n")
        try place.write("t.csv", "b\n1\n0\n")
        try expectFailure(["h.csv", "t.csv", "--intervene"], ["tables have none"])
        try expectFailure(
            ["run", "--tails", "relu2", "--intervene"], ["do not feed", "relu6, bn6, conv6", "--tails relu6"])
        try expectFailure(["run", "--heads", "relu4", "--tails", "relu3", "--intervene"], ["--heads output"])
        try expectFailure(["run", "--intervene", "--controls", "0"], ["controls"])
        try expectFailure(["run", "--controls", "5"], ["--controls", "--intervene"])
        try expectFailure(["run", "--intervene", "--score", "rules.json"], ["--score and --intervene"])
    }
}
