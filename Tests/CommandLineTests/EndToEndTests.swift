import NeSyJSON
import Testing

/// The verbs as a user chains them, on data of a moment.
@Suite struct EndToEndTests {
    let place = Workplace()

    @Test func imagesToRules() throws {
        try place.makeRooms()
        let trained = try place.document(
            "train", "rooms", "--strategy", "ts3", "--epochs", "2", "--out", "run", "--quiet")
        for key in ["run", "device", "strategy", "epochs", "seconds", "images_per_second", "train", "test", "files"] {
            #expect(trained[key] != nil, "train has no \(key)")
        }
        #expect(trained["strategy"] == "ts3" && trained["epochs"] == 2)

        let extracted = try place.document("extract", "run")
        let evaluated = try place.document("evaluate", "run")
        for document in [extracted, evaluated] {
            for key in ["run", "rules", "literals", "predicates", "seconds", "files"] {
                #expect(document[key] != nil, "\(key) is missing")
            }
            for split in ["train", "test"] {
                for key in ["accuracy", "fidelity", "network_accuracy", "unclassified"] {
                    #expect(document[split]?[key]?.doubleValue != nil, "\(split).\(key) is missing")
                }
            }
        }
        #expect(evaluated["test"] == extracted["test"], "evaluation differs from extraction on the same images")
        #expect(
            try Set(place.list("run/rules")).isSuperset(of: [
                "rules.txt", "rules.pl", "rules.lp", "rules.json", "rules.csv", "predictions.csv",
            ]))

        let image = "rooms/images/test_iid/000000.png"
        let explained = try place.document("explain", "run", image)
        let predicted = try place.document("predict", "run", image, image)
        #expect(predicted["predictions"]?.arrayValue?.count == 2)
        #expect(predicted["predictions"]?.arrayValue?[0]["rules"] == explained["rules"])
        #expect(explained["justification"]?["class"] == explained["rules"]?["class"])
        let words = try place.run("explain", "run", image).output
        #expect(words.contains("network: ") && words.contains("rules: "))
    }

    @Test func tableToRules() throws {
        try place.run("generate", "table", "--out", "t.csv", "--rows", "500")
        let induced = try place.document("induce", "t.csv", "--label", "label", "--holdout", "0.2", "--out", "rules")
        for key in ["algorithm", "features", "classes", "rules", "literals", "predicates", "seconds", "files"] {
            #expect(induced[key] != nil, "\(key) is missing")
        }
        #expect(induced["rows"] == 400)
        #expect((induced["test"]?["accuracy"]?.doubleValue ?? 0) > 0.9)
        let outcome = try place.run("induce", "t.csv", "--label", "label", "--out", "again")
        let text = outcome.output
        let named = outcome.errors.split(separator: "\n").filter { $0 == "rules in again" }
        #expect(named.count == 2, "the folder is named first and last")
        #expect(text.contains("label(X,'1') :- "))
        #expect(text.contains("unclassified"))
    }

    @Test func theSameSeedGivesTheSameBytes() throws {
        for (name, threads) in [("a", "1"), ("b", "2")] {
            try place.run("generate", "table", "--out", "\(name).csv", "--seed", "5", "--threads", threads)
        }
        try place.run("generate", "table", "--out", "c.csv", "--seed", "6")
        #expect(try place.bytes("a.csv") == place.bytes("b.csv"))
        #expect(try place.bytes("a.csv") != place.bytes("c.csv"))
    }

    @Test func aRunStopsAndGoesOn() throws {
        try place.makeRooms()
        try place.run("train", "rooms", "--strategy", "ts3", "--epochs", "3", "--out", "whole")
        try place.run("train", "rooms", "--strategy", "ts3", "--epochs", "3", "--out", "parts", "--stop-after", "1")
        try place.run("train", "rooms", "--out", "parts", "--resume")
        #expect(try place.bytes("whole/weights/last.safetensors") == place.bytes("parts/weights/last.safetensors"))

        let changed = try NesyBinary.run(
            ["train", "rooms", "--out", "parts", "--resume", "--epochs", "9"], folder: place.folder.path)
        #expect(changed.exitCode == 64)
        #expect(changed.errors.contains("--epochs 9"))
    }

    @Test func severalRunsAreSummedUp() throws {
        try place.makeRooms()
        let arguments = ["train", "rooms", "--strategy", "ts3", "--epochs", "2", "--out", "runs"]
        let text = try NesyBinary.run(arguments + ["--runs", "2", "--seed", "3"], folder: place.folder.path)
        #expect(text.exitCode == 0, "\(text.errors)")
        #expect(text.output.contains("| seed | network % | rules % |") && text.output.contains("| mean ± sd | "))
        #expect(text.output.contains("figures of the test images"))
        let before = try place.bytes("runs/seed-3/weights/last.safetensors")

        let document = try place.document("train", "rooms", "--runs", "3", "--out", "runs", "--resume")
        #expect(document["schema"] == "nesy.runs/1")
        #expect(document["runs"]?.arrayValue?.compactMap { $0["seed"]?.stringValue } == ["3", "4", "5"])
        #expect(try place.bytes("runs/seed-3/weights/last.safetensors") == before)
        for key in ["network_accuracy", "rule_accuracy", "fidelity", "rules", "predicates", "literals"] {
            for part in ["mean", "deviation"] {
                #expect(document["figures"]?[key]?[part]?.doubleValue != nil, "\(key) has no \(part)")
            }
        }
        let csv = String(decoding: try place.bytes("runs/summary.csv"), as: UTF8.self)
        #expect(
            csv.split(separator: "\n").map { $0.prefix { $0 != "," } } == ["seed", "3", "4", "5", "mean", "deviation"])
        #expect(try JSON.parse(place.bytes("runs/summary.json")) == document)

        let again = try NesyBinary.run(arguments + ["--runs", "2"], folder: place.folder.path)
        #expect(again.exitCode == 73 && again.errors.contains("--resume"))
        let changed = try NesyBinary.run(arguments + ["--runs", "2", "--resume"], folder: place.folder.path)
        #expect(changed.exitCode == 64)
        let traced = try NesyBinary.run(
            ["train", "rooms", "--runs", "2", "--stop-after", "1"], folder: place.folder.path)
        #expect(traced.exitCode == 64 && traced.errors.contains("--stop-after"))
    }

    /// The options of a run come from all four sources, and the run folder keeps what counted.
    @Test func theRunKeepsItsOptions() throws {
        try place.makeRooms()
        try place.write("options.yaml", "epochs: 2\nbatch-size: 30\nlearning-rate: 0.01\n")
        try place.run(
            "train", "rooms", "--out", "run", "--config", "options.yaml", "--epochs", "1",
            environment: ["NESY_BATCH_SIZE": "20"])
        let options = try #require(try JSON.parse(place.bytes("run/run.json"))["options"])
        #expect(options["epochs"] == 1)
        #expect(options["batch_size"] == 20)
        #expect(options["learning_rate"]?.doubleValue == 0.01)
        #expect(options["arch"] == "tiny")
    }

    @Test func strategiesAreCompared() throws {
        try place.makeRooms()
        let document = try place.document(
            "compare", "rooms", "--strategies", "none,ts3", "--seeds", "1", "--epochs", "2", "--quiet")
        #expect(document["strategies"]?.arrayValue?.count == 2)
        #expect(document["runs"]?.arrayValue?.count == 2)
    }

    @Test func theDemonstrationPrintsRules() throws {
        let outcome = try place.run("demo", "--scenes", "60", "--epochs", "2")
        #expect(outcome.output.contains("target(X,'"))
        #expect(outcome.output.contains("by rule") || outcome.output.contains("no class"))
        let again = try place.run("demo", "--scenes", "60", "--epochs", "2")
        #expect(again.output == outcome.output, "the same seed gave another result")
        try place.run("demo", "--scenes", "60", "--epochs", "2", "--seed", "3")
        #expect(try Set(place.list("runs/demo")) == ["run", "scenes-0-60", "scenes-3-60"])
    }
}
