import NeSyJSON
import Testing

@Suite struct LabelTests {
    let place = Workplace()

    @Test func filtersGetNames() throws {
        try place.makeRun()
        let outcome = try place.run("label", "run")
        let rules = outcome.output.split(separator: "\n\n")[0]
        #expect(rules.contains(" :- ") && !rules.contains("(X"))
        #expect(outcome.output.contains("filter"))
        #expect(outcome.errors.contains("names in run/labels"))
        let files = try place.list("run/labels")
        for name in [
            "labels.json", "labels.csv", "scores.csv", "rules.txt", "rules.pl", "rules.lp", "rules.csv", "facts.lp",
            "facts.pl",
        ] { #expect(files.contains(name), "\(name) is missing") }
        #expect(String(decoding: try place.bytes("run/labels/rules.txt"), as: UTF8.self).hasPrefix(rules))

        let document = try place.document("label", "run", "--force", "--score", "activation-share", "--groups")
        for key in ["run", "method", "score", "margin", "images", "filters", "unnamed", "rules", "seconds", "files"] {
            #expect(document[key] != nil, "\(key) is missing")
        }
        #expect(document["score"] == "activation-share" && document["images"] == 60)

        let elsewhere = try place.document(
            "label", "run", "--force", "--masks", "rooms/masks", "--mask-format", "index", "--score",
            "activation-share", "--groups")
        #expect(elsewhere["filters"] == document["filters"])

        let explained = try place.document("explain", "run", "rooms/images/test_iid/000000.png")
        let names = document["filters"]?.arrayValue?.map { $0["name"] } ?? []
        #expect(explained["filters"]?.arrayValue?.map { $0["label"] } == names)
    }

    @Test func whatIsWrongIsSaid() throws {
        try place.makeRun()
        for (arguments, code, words) in [
            (["--ignore", "unicorn"], 64, "no such concept"), (["--score", "best"], 64, "enrichment"),
            (["--margin", "2"], 64, "margin"), (["--data", "nowhere"], 66, "nowhere"),
            (["--split", "night"], 64, "test_iid"), (["--masks", "nowhere"], 66, "nowhere"),
            (["--mask-format", "coco"], 64, "--masks"),
        ] as [([String], Int32, String)] {
            let outcome = try NesyBinary.run(["label", "run"] + arguments, folder: place.folder.path)
            #expect(outcome.exitCode == code, "\(arguments): \(outcome.errors)")
            #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
        }
        try place.run("label", "run")
        let again = try NesyBinary.run(["label", "run"], folder: place.folder.path)
        #expect(again.exitCode == 73 && again.errors.contains("--force"))
        let none = try NesyBinary.run(["label", "nothing"], folder: place.folder.path)
        #expect(none.exitCode == 66)
    }

    /// The command line goes before the environment, and that before a file. What there is for other calls is no
    /// mistake.
    @Test func methodsComeFromAllSourcesOfOptions() throws {
        try place.makeRun()
        try place.write("tags.yaml", "tags: rooms\nscore: rules.json\ngroups: true\nmasks: nowhere\n")
        try place.write("own.yaml", "label:\n  tags: rooms\n  score: iou\n")
        func method(_ arguments: String..., environment: [String: String] = [:]) throws -> JSON? {
            let outcome = try NesyBinary.run(
                ["label", "run", "--force", "--json"] + arguments, environment: environment, folder: place.folder.path)
            #expect(outcome.exitCode == 0, "\(arguments): \(outcome.errors)")
            return outcome.exitCode == 0 ? try JSON.parse(outcome.output)["method"] : nil
        }
        func refusal(_ arguments: String..., environment: [String: String] = [:]) throws -> String {
            let outcome = try NesyBinary.run(
                ["label", "run", "--force"] + arguments, environment: environment, folder: place.folder.path)
            #expect(outcome.exitCode == 64, "\(arguments): \(outcome.errors)")
            return outcome.errors
        }
        #expect(try method(environment: ["NESY_SCORE": "iou", "NESY_TAGS": "rooms"]) == "tags")
        #expect(try method("--tags", "rooms", environment: ["NESY_GROUPS": "true", "NESY_TOP": "7"]) == "tags")
        #expect(try method("--config", "own.yaml") == "tags")
        #expect(try method("--config", "own.yaml", "--masks", "rooms/masks") == "masks")
        #expect(try method("--config", "tags.yaml", environment: ["NESY_TAGS": "rooms"]) == "tags")
        try place.write("names.csv", "filter,name\nf0,oven\n")
        #expect(try method("--config", "tags.yaml", "--names", "names.csv") == "by-hand")
        #expect(try method("--no-by-hand", environment: ["NESY_BY_HAND": "true"]) == "masks")

        let both = try refusal("--config", "tags.yaml")
        #expect(both.contains("masks (tags.yaml:4) and tags (tags.yaml:1)"), "\(both)")
        let foreign = try refusal("--config", "own.yaml", "--score", "iou")
        #expect(foreign.contains("--score") && foreign.contains("tags (own.yaml:2)"), "\(foreign)")
    }

    /// Images without classes: what a data set of segmentation is.
    @Test func imagesNeedNoClasses() throws {
        try place.makeRun()
        try place.write("rooms/masks/concepts.csv", place.bytes("rooms/concepts.csv"))
        let own = try place.document("label", "run")
        let flat = try place.document(
            "label", "run", "--force", "--data", "rooms/images/train", "--masks", "rooms/masks/train")
        #expect(flat["images"] == 60 && flat["filters"] == own["filters"])
    }

    @Test func columnsThatAreNoTagsAreSaid() throws {
        try place.makeRun()
        var lines = String(decoding: try place.bytes("rooms/index.csv"), as: UTF8.self).split(separator: "\n")
        lines = zip(0..., lines).map { $1 + ($0 == 0 ? ",crib" : $0 == 8 ? ",nan" : $0 == 9 ? ",2" : ",1") }
        try place.write("tags.csv", lines.joined(separator: "\n"))
        let outcome = try place.run("label", "run", "--tags", "tags.csv")
        #expect(outcome.errors.contains("not taken as concepts: crib (line 9: nan)"), "\(outcome.errors)")
    }

    @Test func imagesAreNamedByTags() throws {
        try place.makeRun()
        let document = try place.document("label", "run", "--tags", "rooms/index.csv", "--significance", "1")
        #expect(document["method"] == "tags" && document["unnamed"]?.arrayValue?.isEmpty == true)
        let outcome = try place.run("label", "run", "--tags", "rooms", "--force")
        #expect(outcome.errors.contains("seed 0"))

        for (arguments, code, words) in [
            (["--tags", "none.csv"], 66, "none.csv"), (["--tags", "rooms", "--similarity", "sim.npz"], 64, "one place"),
            (["--tags", "rooms", "--score", "iou"], 64, "--score"), (["--tags", "rooms", "--groups"], 64, "--groups"),
            (["--tags", "rooms", "--concepts", "names.txt"], 64, "--concepts"),
            (["--similarity", "rooms/index.csv"], 65, ".npz"), (["--embeddings", "a.npz"], 64, "two files"),
            (["--embeddings", "a.npz", "b.npz"], 66, "a.npz"), (["--embeddings", "a.npz,b.npz"], 66, "a.npz"),
            (["--tags", "rooms", "--significance", "0"], 64, "significance"),
            // What another method takes is no option of this one.
            (["--by-hand", "--groups"], 64, "names by masks"), (["--by-hand", "--masks", "x"], 64, "one place"),
            (["--by-hand", "--ignore", "zzz"], 64, "--ignore"), (["--names", "n.csv", "--score", "iou"], 64, "--score"),
            (["--names", "n.csv", "--top", "5"], 64, "--top"), (["--baseline", "filters"], 64, "names by tags"),
            (["--significance", "0"], 64, "--significance"),
            (["--concepts", "c.txt"], 64, "by similarity or by embeddings"),
        ] as [([String], Int32, String)] {
            let outcome = try NesyBinary.run(["label", "run", "--force"] + arguments, folder: place.folder.path)
            #expect(outcome.exitCode == code, "\(arguments): \(outcome.errors)")
            #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
        }
    }
}
