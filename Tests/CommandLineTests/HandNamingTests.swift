import Foundation
import NeSyFormats
import NeSyJSON
import NeSyStorage
import NeSyTestSupport
import Testing

@Suite struct HandNamingTests {
    let place = Workplace()

    @Test func fromSheetsToRules() throws {
        try place.makeRun()
        let sheets = try place.document("label", "run", "--by-hand", "--top", "3")
        let filters = try #require(sheets["sheets"]?.arrayValue).compactMap { $0["filter"]?.intValue }
        #expect(!filters.isEmpty)
        #expect(try Set(place.list("run/labels/sheets")) == Set(filters.map { "f\($0).png" }))
        #expect(try PNG.decode(place.bytes("run/labels/sheets/f\(filters[0]).png")).width > 500)
        #expect(try text("names.csv") == "filter,name\n" + filters.map { "f\($0),\n" }.joined())
        #expect(try !place.list("run/labels").contains("labels.json"))

        // What people have typed is not lost.
        try refuses(["--by-hand"], 73, ["names.csv", "--names", "--force"])
        let typed = "filter,name\nf\(filters[0]),oven;wall\n"
        try place.write("run/labels/names.csv", typed)
        try place.write("run/labels/sheets/f9999.png", "of a filter that no rule speaks of any more")
        try place.run("label", "run", "--by-hand", "--top", "2", "--force")
        #expect(try Set(place.list("run/labels/sheets")) == Set(filters.map { "f\($0).png" }))
        #expect(try text("names.csv").hasPrefix(typed))

        let named = try place.document("label", "run", "--names", "run/labels/names.csv")
        #expect(named["method"] == "by-hand" && named["score"] == .null)
        #expect(named["filters"]?.arrayValue?.first?["name"] == "oven1_wall1")
        #expect(named["unnamed"]?.arrayValue?.count == filters.count - 1)
        #expect(try text("rules.txt").contains("oven1_wall1"))
        #expect(try !place.list("run/labels").contains("scores.csv"))
        try refuses(["--names", "run/labels/names.csv"], 73, ["--force"])

        // Sheets of a run that has names begin with these.
        try FileSystem.system.remove(place("run/labels/names.csv"))
        try place.run("label", "run", "--by-hand", "--top", "1")
        #expect(try text("names.csv").hasPrefix("filter,name\nf\(filters[0]),oven;wall\n"))
    }

    /// What people have written stays as it is, in whatever form; filters that it lacks are added.
    @Test func tablesOfPeopleAreKept() throws {
        try place.makeRun()
        let all = try place.document("label", "run", "--by-hand", "--top", "1")
        let filters = try #require(all["sheets"]?.arrayValue).compactMap { $0["filter"]?.intValue }
        let other = filters[0] == 9 ? 8 : 9
        let table = "note;name;filter\r\n\"half; hidden\";oven + wall ;0\(filters[0])\r\nlater;;\(other)"
        try place.write("run/labels/names.csv", table)
        try place.run("label", "run", "--by-hand", "--top", "1", "--force")
        let added = filters.dropFirst().filter { $0 != other }.map { ";;f\($0)\r\n" }.joined()
        #expect(try text("names.csv") == table + (added.isEmpty ? "" : "\r\n" + added))
    }

    /// The table says everything: images may have moved.
    @Test func namesNeedNoImages() throws {
        try place.makeRun()
        try place.write("names.csv", "filter,name\nf0,oven\n")
        try FileManager.default.moveItem(atPath: place("rooms"), toPath: place("elsewhere"))
        let outcome = try place.run("label", "run", "--names", "names.csv")
        #expect(outcome.errors.components(separatedBy: "names in run/labels").count == 2)
        #expect(outcome.output.contains("oven1"))
        #expect(try place.list("run/labels").contains("facts.lp"))
        // What is refused has not named anything.
        let again = try NesyBinary.run(["label", "run", "--names", "names.csv"], folder: place.folder.path)
        #expect(again.exitCode == 73 && !again.errors.contains("names in"))
    }

    /// A name that a table of names cannot hold is said to be left out.
    @Test func namesOfOtherFormsAreNotLostSilently() throws {
        try place.makeRun()
        try place.run("label", "run")
        let document = try JSON.parse(try place.bytes("run/labels/labels.json"))
        let filter = try #require(document["filters"]?.arrayValue?.first?["filter"]?.intValue)
        try place.write(
            "run/labels/labels.json",
            #"{"schema": "nesy.labels/1", "filters": [{"filter": \#(filter), "name": "2nd_sink1", "#
                + #""concepts": [{"name": "2nd sink", "score": 1}]}]}"#)
        let outcome = try place.run("label", "run", "--by-hand", "--top", "1")
        #expect(outcome.errors.contains("f\(filter) stays empty") && outcome.errors.contains("2nd sink"))
        #expect(try text("names.csv").hasPrefix("filter,name\nf\(filter),\n"))
    }

    @Test func whatIsWrongIsSaid() throws {
        try place.makeRun()
        try place.write("names.csv", "filter,name\nf0,oven\nf9999,bed\n")
        try refuses(["--names", "names.csv"], 65, ["names.csv", "f9999"])
        try place.write("twice.csv", "filter,name\nf0,oven\nf0,bed\n")
        try refuses(["--names", "twice.csv"], 65, ["twice.csv, row 2", "row 1"])
        try refuses(["--names", "none.csv"], 66, ["none.csv"])
        try refuses(["--names", "names.csv", "--by-hand"], 64, ["one place", "--by-hand and --names"])
        try refuses(["--by-hand", "--top", "101"], 64, ["at most 100 images", "101"])
        #expect(try place.list("run/labels").isEmpty)
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try place.bytes("run/labels/" + name), as: UTF8.self)
    }

    private func refuses(_ options: [String], _ code: Int32, _ words: [String]) throws {
        let outcome = try NesyBinary.run(["label", "run"] + options, folder: place.folder.path)
        #expect(outcome.exitCode == code && outcome.output.isEmpty, "\(options): \(outcome.errors)")
        for word in words { #expect(outcome.errors.contains(word), "'\(word)' is missing in: \(outcome.errors)") }
    }
}
