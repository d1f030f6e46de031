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
        ] as [([String], Int32, String)] {
            let outcome = try NesyBinary.run(["label", "run", "--force"] + arguments, folder: place.folder.path)
            #expect(outcome.exitCode == code, "\(arguments): \(outcome.errors)")
            #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
        }
    }
}
