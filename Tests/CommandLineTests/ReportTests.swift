import NeSyJSON
import NeSyStorage
import NeSyTestSupport
import Testing

/// `nesy report` as a user calls it.
@Suite struct ReportTests {
    let place = Workplace()

    private func text(_ name: String) throws -> String { String(decoding: try place.bytes(name), as: UTF8.self) }

    @Test func aPageOfARun() throws {
        try place.makeRun()
        let document = try place.document("report", "run")
        for key in [
            "run", "against", "file", "bytes", "rules", "predicates", "evaluated_on", "images", "seconds", "files",
        ] {
            #expect(document[key] != nil, "\(key) is missing")
        }
        #expect(document["schema"] == "nesy.report/1" && document["file"] == "run/report.html")
        #expect(document["images"]?["evaluated"] == 12 && document["images"]?["thumbnails"] == 12)
        let page = try place.bytes("run/report.html")
        #expect(document["bytes"]?.intValue == page.count)
        for (name, path) in document["files"]?.members?.map({ ($0.key, $0.value.stringValue ?? "") }) ?? [] {
            #expect(try FileSystem.system.inspect(place(path)) != nil, "\(name)")
        }

        // One file that asks for no other.
        let html = try text("run/report.html")
        #expect(html.hasPrefix("<!DOCTYPE html>"))
        for attribute in ["src=\"http", "href=\"http", "url(http", "@import", "src=\"//"] {
            #expect(!html.contains(attribute), "\(attribute)")
        }
        for id in ["summary", "rules", "predicates", "classes", "explorer", "learning", "about"] {
            #expect(html.contains("id=\"\(id)\""), "\(id)")
        }

        // Made anew without asking, and the same to the byte on any number of threads.
        let outcome = try place.run("report", "run", "--threads", "1")
        #expect(try place.bytes("run/report.html") == page)
        #expect(outcome.output.hasPrefix("run/report.html, 0."))
    }

    @Test func againstAnotherRun() throws {
        try place.makeRun()
        try place.run("train", "rooms", "--epochs", "1", "--out", "other")
        let refused = try NesyBinary.run(["report", "run", "--against", "other"], folder: place.folder.path)
        #expect(refused.exitCode == 66 && refused.errors.contains("nesy extract other"))
        #expect(try !place.list("run").contains("report.html"))
        try place.run("extract", "other")
        let document = try place.document("report", "run", "--against", "other", "--out", "both.html")
        #expect(document["against"] == "other")
        #expect(try text("both.html").contains("id=\"comparison\""))
        let again = try NesyBinary.run(
            ["report", "run", "--against", "other", "--out", "both.html"], folder: place.folder.path)
        #expect(again.exitCode == 73 && again.errors.contains("--force"))
        try place.run("report", "run", "--against", "other", "--out", "both.html", "--force")
    }

    /// Beside `run.html` stands the run itself.
    @Test func aPageNamedLikeItsRun() throws {
        try place.makeRun()
        let before = try place.list("run") + place.list("run/rules")
        let document = try place.document("report", "run", "--out", "run.html")
        #expect(document["files"]?["accuracy.svg"] == "run-report/accuracy.svg")
        try place.run("report", "run", "--out", "run/rules.html")
        #expect(try place.list("run/rules-report").contains("accuracy.svg"))
        let again = try NesyBinary.run(["report", "run", "--out", "run.html"], folder: place.folder.path)
        #expect(again.exitCode == 73 && again.errors.contains("files of its report in run-report"))
        try place.run("report", "run", "--out", "run.html", "--force")
        let added = Set(try place.list("run") + place.list("run/rules")).subtracting(before)
        #expect(added == ["rules.html", "rules-report"])
    }

    @Test func whatCannotBeReported() throws {
        try place.makeRooms()
        func expectFailure(_ arguments: [String], _ code: Int32, _ words: String) throws {
            let outcome = try NesyBinary.run(["report"] + arguments, folder: place.folder.path)
            #expect(outcome.exitCode == code, "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
        try expectFailure(["rooms"], 66, "nesy train")
        try place.run("train", "rooms", "--epochs", "1", "--out", "run")
        try expectFailure(["run"], 66, "nesy extract run")
        try place.run("extract", "run")
        try expectFailure(["run", "--out", "page"], 64, ".html")
        try expectFailure(["run", "--test-split", "nowhere"], 64, "nowhere")
        try expectFailure(["run", "--top", "-1"], 64, "--top")
        try expectFailure(["run", "--examples", "all"], 64, "'train' and 'test'")
        try expectFailure(["run", "--data", "nothing"], 66, "nothing")
        let sound = try text("run/metrics.csv")
        try place.write("run/metrics.csv", "epoch\n1\n")
        try expectFailure(["run"], 65, "run/metrics.csv")
        let metrics = sound.split(separator: "\n", omittingEmptySubsequences: false)
        for (column, value) in [(2, "1e300"), (3, "1e300"), (0, "99999999999999")] {
            var cells = metrics[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            cells[column] = value
            try place.write("run/metrics.csv", "\(metrics[0])\n\(cells.joined(separator: ","))\n")
            try expectFailure(["run"], 65, "run/metrics.csv, line 2, column")
        }
        try place.write("run/metrics.csv", "")
        try expectFailure(["run"], 65, "run/metrics.csv")
        #expect(try !place.list("run").contains("report.html"))
    }
}
