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
