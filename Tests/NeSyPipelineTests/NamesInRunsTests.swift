import NeSyConcepts
import NeSyFormats
import NeSyJSON
import NeSyLogic
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@testable import NeSyPipeline

/// Names that stand in a run, and that all who print them print alike.
@Suite struct NamesInRunsTests {
    private typealias Place = LabelStageTests.Place

    /// Rules over the first filters in the place of those of the run: a rule for each, and one exception.
    private static func writeRules(_ place: Place, filters: [String], rows: Int = 40) throws -> RuleProgram {
        let program = RuleProgram(
            form: .decisionList, classes: place.extracted.program.classes, attributes: filters,
            rules: filters.enumerated().map { index, filter in
                Rule(classIndex: index % 2, clause: Clause(body: [Literal(filter, .equal("1"))], exceptions: [0]))
            }, exceptions: [Clause(body: [Literal(filters[0], .notEqual("1"))])])
        let table = Table(
            rowCount: rows,
            columns: filters.enumerated().map { index, filter in
                var bits = BitColumn(rows: rows)
                for row in 0..<rows where row % (index + 2) == 0 { bits[row] = true }
                return TableColumn(name: filter, bits: bits)
            })
        let folder = RulesFolder(place.folder("run/rules"))
        try folder.prepare()
        try folder.write(
            program, table: table, evaluation: program.evaluate(table), notation: RuleExtraction.notation)
        return program
    }

    /// Neither the images of the run nor any others are there: their path is only a word.
    private static func name(
        _ place: Place, _ names: String, force: Bool = false, observer: any StageObserver = SilentObserver()
    ) throws -> LabelStage.Result {
        try FileSystem.system.write(place.folder("names.csv"), names)
        var stage = LabelStage(run: place.folder("run"))
        stage.method = .names(try HandWrittenNames(file: place.folder("names.csv")))
        stage.force = force
        return try stage.run(backend: place.backend.0, pool: place.backend.1, observer: observer)
    }

    @Test func `A filter has one name wherever it is printed`() throws {
        let place = try Place()
        let filters = (0..<8).map { "f\($0)" }
        let program = try Self.writeRules(place, filters: filters)
        let result = try Self.name(
            place, "filter,name\nf0,Bed\n1,bed\nf2,f\nf3,ab\nf4,rule\nf5,b\u{e4}d\nf6,b\u{f6}d\n")
        let names = ["bed1", "bed2", "f_1", "ab_1", "rule_1", "b\u{e4}d1", "b\u{f6}d2", nil]
        #expect(result.labels.labels.map(\.name) == names)
        #expect(result.images == nil && result.json["images"] == .null)

        let shown = zip(filters, names).map { $1 ?? $0 }
        #expect(try LabelsFolder(place.folder("run/labels")).labels() == result.labels)
        let cells = try place.text("labels.csv").split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(cells.map { $0[1] } == names.map { Substring($0 ?? "") })
        let lines = try place.text("rules.txt").split(separator: "\n")
        for (line, name) in zip(lines, shown) {
            #expect(line.hasSuffix(" :- \(name), not ab1.") || line.hasSuffix(" :- '\(name)', not ab1."), "\(line)")
        }
        let clingo = try place.text("rules.lp")
        for name in shown {
            let plain = String(name.map { $0.isASCII ? $0 : "_" })
            #expect(clingo.contains("#defined \(plain)/1."), "\(plain)")
        }

        let question = try ImageQuestion(run: place.folder("run"), backend: place.backend.0)
        let answer = try question.ask(try place.images.training.image(0), named: "image")
        let words = answer.justification.text(answer.notation)
        #expect(words.contains("bed1 is") && !words.contains("Bed"))
        #expect(answer.names.count == 7 && answer.names["f6"] == "b\u{f6}d2")
        #expect(program.text(answer.notation) == lines.map { $0 + "\n" }.joined())
    }

    @Test func `Names given by hand need no images, and facts are those of the rules`() throws {
        let place = try Place()
        let program = try Self.writeRules(place, filters: ["f3", "f1"])
        let result = try Self.name(place, "filter,name\nf3,sink\nf1,bed\n")
        let facts = try place.text("facts.lp")
        let kept = String(
            decoding: try FileSystem.system.read(place.folder("run/rules/facts.lp")), as: UTF8.self)
        func renamed(_ line: Substring) -> String {
            if line.hasPrefix("f3(") { return "sink1" + line.dropFirst(2) }
            return line.hasPrefix("f1(") ? "bed1" + line.dropFirst(2) : String(line)
        }
        #expect(facts.split(separator: "\n").map(String.init) == kept.split(separator: "\n").map(renamed))
        #expect(try place.text("facts.pl").contains("sink1(0)."))
        #expect(result.files.contains("facts.pl") && !result.files.contains("scores.csv"))

        // Where they are not these rules', there are none.
        for damage in ["row(0).\nf9(0).\n", "row(0).\nf3(1).\n", "row(1).\n", "row(0)", "f3(x).\n"] {
            try FileSystem.system.write(place.folder("run/rules/facts.lp"), damage)
            #expect(try RulesFolder(place.folder("run/rules")).keptRows(of: program) == nil, "\(damage)")
        }
        let notebook = Notebook()
        let without = try Self.name(place, "filter,name\nf3,sink\n", force: true, observer: notebook)
        #expect(!without.files.contains("facts.lp") && notebook.notes.contains { $0.contains("facts with names") })
        #expect(try FileSystem.system.inspect(place.folder("run/labels/facts.lp")) == nil)
        try FileSystem.system.write(place.folder("run/rules/facts.lp"), kept)
        try FileSystem.system.write(place.folder("run/rules/rules.lp"), "% other rules\n")
        #expect(try RulesFolder(place.folder("run/rules")).keptRows(of: program) == nil)
    }

    @Test func `What fails leaves the names that are there`() throws {
        let place = try Place()
        _ = try Self.name(place, "filter,name\nf1,bed\n")
        let before = try ["labels.json", "rules.txt", "labels.csv"].map { try place.text($0) }
        _ = try Self.writeRules(place, filters: ["f0", "f999"])
        func expectRefusal(_ work: () throws -> Void) throws {
            let error = #expect(throws: NeSyError.self) { try work() }
            #expect(error?.kind == .badData && error?.found == "f999")
            #expect(error?.location == place.folder("run/rules/rules.json"))
            #expect(error?.remedy?.contains("nesy extract \(place.folder("run")) --force") == true)
            #expect(try ["labels.json", "rules.txt", "labels.csv"].map { try place.text($0) } == before)
        }
        try expectRefusal { _ = try Self.name(place, "filter,name\nf1,bed\n", force: true) }
        try expectRefusal { _ = try place.label { $0.force = true } }
        try expectRefusal { _ = try ImageQuestion(run: place.folder("run"), backend: place.backend.0) }
    }

    @Test(arguments: [
        (#"{"filter": 1, "name": "bed1", "concepts": [{"name": "bed", "score": 1e300}]}"#, "without a score"),
        (#"{"filter": 1, "name": "bed1", "concepts": [{"name": "", "score": 1}]}"#, "without a name"),
        (#"{"filter": 1, "name": "", "concepts": []}"#, "no name"),
        (#"{"filter": 1, "name": 7, "concepts": []}"#, "no name"),
        (#"{"filter": 1, "name": "b\u001b[31m1", "concepts": []}"#, "no name"),
        (#"{"filter": 0, "name": null, "concepts": []}"#, "f0 for the second time"),
        (#"{"filter": -1, "name": null, "concepts": []}"#, "no filter"), (#"{"filter": 1}"#, "no concepts"),
    ])
    func `Damaged names are refused with their place`(entry: String, found: String) throws {
        let folder = TemporaryFolder()
        let first = #"{"filter": 0, "name": null, "concepts": [{"name": "bed", "score": -2.5}]}"#
        let file = folder("labels.json")
        func write(_ entries: [String]) throws {
            try FileSystem.system.write(
                file, #"{"schema": "nesy.labels/1", "filters": ["# + entries.joined(separator: ",") + "]}")
        }
        try write([first])
        #expect(try LabelsFolder(folder.path).labels()?.labels.count == 1)
        try write([first, entry])
        let error = #expect(throws: NeSyError.self) { try LabelsFolder(folder.path).labels() }
        #expect(error?.kind == .badData && error?.found?.contains(found) == true, "\(String(describing: error))")
        #expect(error?.location == file + ", entry 2 of filters")
    }
}
