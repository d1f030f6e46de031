import Foundation
import NeSyCompute
import NeSyData
import NeSyFormats
import NeSyNetworks
import NeSyReport
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Synchronization
import Testing

@testable import NeSyPipeline

/// Reports of a network that was trained for a moment.
@Suite struct ReportStageTests {
    let folder = TemporaryFolder()
    let pool = WorkerPool(threadCount: 2)
    var backend: CPUBackend { CPUBackend(pool: pool) }

    /// `scenes` on disk, and `run` with rules over them.
    private func makeRun(
        _ name: String = "run", scenes: String = "scenes", test: Int = 40, seed: UInt64 = 0, testLimit: Int? = nil
    ) throws {
        if try FileSystem.system.inspect(folder(scenes)) == nil {
            var configuration = RoomsConfiguration()
            configuration.train = 90
            configuration.validation = 0
            configuration.test = test
            configuration.trainBalanced = 0
            configuration.size = 32
            configuration.plantedConfounders = []
            _ = try Rooms(configuration).write(to: folder(scenes), pool: pool)
        }
        var training = SmallRooms.stage(out: folder(name))
        training.data = folder(scenes)
        training.options.seed = seed
        training.options.testLimit = testLimit
        _ = try training.run(backend: backend, pool: pool, observer: SilentObserver())
        _ = try ExtractStage(run: folder(name)).run(backend: backend, pool: pool, observer: SilentObserver())
    }

    private func report(
        _ name: String = "run", threads: Int = 2, _ change: (inout ReportStage) -> Void = { _ in }
    ) throws -> ReportStage.Result {
        var stage = ReportStage(run: folder(name))
        change(&stage)
        let pool = WorkerPool(threadCount: threads)
        return try stage.run(backend: CPUBackend(pool: pool), pool: pool, observer: SilentObserver())
    }

    private func page(_ name: String = "run/report.html") throws -> String {
        String(decoding: try FileSystem.system.read(folder(name)), as: UTF8.self)
    }

    @Test func contentsAreWhatEvaluationSays() throws {
        try makeRun()
        let contents = try report().contents[0]
        let evaluated = try EvaluateStage(run: folder("run")).run(
            backend: backend, pool: pool, observer: SilentObserver())
        for (figures, expected) in [(contents.train, evaluated.train), (contents.evaluated, evaluated.test)] {
            #expect(figures?.accuracy == expected?.accuracy && figures?.fidelity == expected?.fidelity)
            #expect(figures?.networkAccuracy == expected?.networkAccuracy && figures?.images == expected?.rows)
            #expect(figures?.unclassified == expected?.unclassified)
        }
        #expect(contents.evaluatedOn == "test_iid" && contents.images.count == contents.evaluated?.images)
        // What a rule was learned with is what it does on the training images.
        #expect(contents.rules.map(\.train) == contents.program.rules.map(\.support))

        let count = contents.images.count
        #expect(contents.evaluatedPerClass.reduce(0, +) == count)
        let network = try #require(contents.networkConfusion)
        #expect(network.counts.joined().reduce(0, +) == count)
        let right = network.given.indices.reduce(0) { $0 + network.counts[$1][$1] }
        #expect(Double(right) / Double(count) == contents.evaluated?.networkAccuracy)
        let rules = try #require(contents.ruleConfusion)
        #expect(rules.counts.joined().reduce(0, +) + (rules.unclassified ?? []).reduce(0, +) == count)

        // Every image has the pattern of its predicates, and the class of its pattern is the class that it is counted
        // under.
        var named = [[Int]](repeating: [Int](repeating: 0, count: 4), count: 3)
        for image in contents.images {
            let pattern = contents.patterns[image.pattern]
            let column = pattern.justification.className.flatMap { rules.named.firstIndex(of: $0) }
            named[image.classIndex][column ?? 3] += 1
        }
        for given in 0..<3 {
            #expect(Array(named[given].prefix(rules.named.count)) == rules.counts[given])
            #expect(named[given][3] == rules.unclassified?[given])
        }
        for (place, sheet) in contents.predicates.enumerated() {
            let holds = contents.images.count { contents.patterns[$0.pattern].holds[place] }
            #expect(sheet.holds.reduce(0, +) == holds)
            #expect(sheet.histogram?.counts.joined().reduce(0, +) == 90)
            #expect(sheet.tiles.count == 10)
            #expect(sheet.tiles.map(\.norm) == sheet.tiles.map(\.norm).sorted(by: >))
            #expect(sheet.tiles.allSatisfy { $0.name.contains("train") && $0.image == nil })
        }
        #expect(contents.learning.map(\.epoch) == [1, 2, 3, 4])
        #expect(contents.images.allSatisfy { $0.thumbnail != nil })
        #expect(Set(contents.images.map(\.thumbnail)).count == count)
    }

    /// Rules for one class are compared with what the network says of that class and the others together.
    @Test func rulesForOneClassAndTheNetworkAreJudgedAlike() throws {
        try makeRun()
        var extraction = ExtractStage(run: folder("run"))
        extraction.force = true
        extraction.learner.positive = "kitchen"
        let figures = try extraction.run(backend: backend, pool: pool, observer: SilentObserver()).test
        let result = try report()
        let contents = result.contents[0]
        let network = try #require(contents.networkConfusion)
        #expect(network.given == ["kitchen", "not kitchen"] && network.given == contents.ruleConfusion?.given)
        let right = network.counts[0][0] + network.counts[1][1]
        let share = Double(right) / Double(network.counts.joined().reduce(0, +))
        #expect(share == figures?.networkAccuracy && share == contents.evaluated?.networkAccuracy)
        #expect(try page().contains("The network tells kitchen from not kitchen for "))
        // An image that no rule covers gets the default class, and is counted all the same.
        let undecided = contents.images.count { contents.patterns[$0.pattern].justification.decidedBy == nil }
        #expect(undecided > 0 && contents.evaluated?.uncovered == undecided && contents.evaluated?.unclassified == 0)
        let size = contents.program.size
        #expect(result.json["rules"] == .integer(size.topRules + size.exceptions))
        #expect(result.json["top_rules"] == .integer(size.topRules))
        #expect(contents.facts.contains { $0.name == "Rules" && $0.value.hasPrefix(size.rulesInWords + ", ") })
    }

    @Test func theSameRunGivesTheSameBytes() throws {
        try makeRun()
        let first = try report(threads: 1)
        let bytes = try page()
        let second = try report(threads: 2) { $0.out = folder("other.html") }
        #expect(try page("other.html") == bytes)
        #expect(first.files == second.files && first.bytes == bytes.utf8.count)
        for name in first.files {
            #expect(
                try FileSystem.system.read(folder("run/report/\(name)"))
                    == FileSystem.system.read(folder("other/\(name)")), "\(name)")
        }
    }

    @Test func examplesOfTheTestImagesLeadToTheirJustification() throws {
        try makeRun()
        let contents = try report { $0.examples = .test; $0.top = 3 }.contents[0]
        #expect(contents.examples == "test_iid images" && contents.normed == "training images")
        for sheet in contents.predicates {
            #expect(sheet.tiles.count == 3)
            for tile in sheet.tiles {
                #expect(tile.image.map { contents.images[$0].name } == tile.name)
            }
        }
    }

    @Test func smallPagesHoldLess() throws {
        try makeRun()
        let whole = try report()
        for (share, out) in [(0.9, "a.html"), (0.6, "b.html")] {
            let small = try report { stage in
                stage.megabytes = Double(whole.bytes) * share / 1e6
                stage.out = folder(out)
            }
            #expect(Double(small.bytes) <= Double(whole.bytes) * share)
        }
        let least = try report { $0.megabytes = 0.01; $0.out = folder("c.html") }
        #expect(least.thumbnails == 0 && least.tiles == 0)
        #expect(
            least.contents[0].notes == [
                "To keep the page small, predicates are shown without images.",
                "To keep the page small, the evaluated images are listed without pictures.",
            ])
        let bare = try report { $0.top = 0; $0.thumbnails = 0; $0.out = folder("d.html") }
        #expect(bare.thumbnails == 0 && bare.tiles == 0)
        #expect(!bare.files.contains { $0.hasPrefix("looks-at-") })
    }

    @Test func picturesBesideThePage() throws {
        try makeRun()
        let result = try report { $0.usesAssets = true; $0.out = folder("page.html") }
        let text = try page("page.html")
        #expect(!text.contains("data:image/"))
        let pictures = result.files.filter { $0.hasSuffix(".jpg") }
        #expect(pictures.count > 10 && pictures.allSatisfy { text.contains("page/\($0)") })
        for name in result.files { #expect(try FileSystem.system.inspect(folder("page/\(name)")) != nil) }
    }

    @Test func whatARunDoesNotHaveIsLeftOut() throws {
        try makeRun(test: 0)
        try FileSystem.system.remove(folder("run/metrics.csv"))
        let contents = try report().contents[0]
        // Data with one split alone have a part held out.
        #expect(contents.learning.isEmpty && contents.evaluatedOn == "test" && contents.evaluated?.images == 18)

        // Other images without splits are all judged, and none was learned from.
        for name in ["a.png", "b.png"] {
            for (place, label) in ["bathroom", "bedroom", "kitchen"].enumerated() {
                let image = RasterImage(
                    width: 9, height: 20, channels: 1, [UInt8](repeating: UInt8(60 * place), count: 180))
                try FileSystem.system.makeDirectory(folder("photos/\(label)"))
                try FileSystem.system.write(folder("photos/\(label)/\(name)"), PNG.encode(image))
            }
        }
        let other = try report { $0.data = folder("photos"); $0.out = folder("all.html") }.contents[0]
        #expect(other.train == nil && other.evaluated?.images == 6 && other.evaluatedOn == "given")
        #expect(other.normed == "given images" && other.examples == "given images")
        #expect(other.predicates.allSatisfy { $0.tiles.count == 6 && $0.tiles.allSatisfy { $0.image != nil } })
    }

    @Test func dataThatWasMovedIsStillTheRuns() throws {
        try makeRun()
        _ = try report()
        let bytes = try page()
        try FileManager.default.moveItem(atPath: folder("scenes"), toPath: folder("moved"))
        let error = #expect(throws: NeSyError.self) { try report() }
        #expect(error?.kind == .missingInput)
        #expect(try page() == bytes)
        let moved = try report { $0.data = folder("moved"); $0.out = folder("page.html") }
        #expect(moved.contents[0].train != nil)
        #expect(try page("page.html") == bytes)
    }

    @Test func namesOfFiltersAreShown() throws {
        try makeRun()
        let filter = try #require(try report().contents[0].predicates.first?.attribute.dropFirst())
        try FileSystem.system.makeDirectory(folder("run/labels"))
        try FileSystem.system.write(
            folder("run/labels/labels.json"),
            """
            {"schema": "nesy.labels/1", "filters": [
              {"filter": \(filter), "name": "<sink>&1", "concepts": [{"name": "<sink>&", "score": 0.5}]}]}
            """)
        let sheet = try report().contents[0].predicates[0]
        #expect(sheet.name == "<sink>&1" && sheet.concepts.map(\.name) == ["<sink>&"])
        let text = try page()
        #expect(text.contains("&lt;sink&gt;&amp;1") && !text.contains("<sink>"))
    }

    @Test func aFilterThatNeverAnswersIsShown() throws {
        try makeRun()
        let loaded = try LoadedRun(folder("run"), backend: backend)
        let count = try loaded.extractedThresholds().thresholds.values.count
        for (value, words) in [(Float.greatestFiniteMagnitude, "never holds"), (-1, "always holds")] {
            let theta = TrainedFilters(thresholds: FilterThresholds(values: [Float](repeating: value, count: count)))
            let norm = try loaded.extractedThresholds().norm.rawValue
            try FileSystem.system.write(
                folder("run/rules/thresholds.safetensors"),
                SafeTensors(tensors: theta.arrays, metadata: ["norm": norm]).encode())
            let result = try report()
            #expect(result.contents[0].predicates.allSatisfy { $0.note?.contains(words) == true })
            #expect(result.contents[0].patterns.count == 1)
        }
    }

    @Test func twoRunsSideBySide() throws {
        try makeRun()
        try makeRun("other", seed: 5)
        let result = try report { $0.against = folder("other"); $0.out = folder("both.html") }
        #expect(result.contents.map(\.title) == ["run", "other"])
        #expect(result.contents[1].predicates.allSatisfy { !$0.tiles.isEmpty })
        #expect(result.files.contains("against-confusion-rules.svg"))
        #expect(Set(result.files).count == result.files.count)

        // Trained on other images: only images for both compare them.
        try makeRun("elsewhere", scenes: "others", test: 30)
        let error = #expect(throws: NeSyError.self) { try report { $0.against = folder("elsewhere") } }
        #expect(error?.kind == .badData && error?.remedy?.contains("--data") == true)
        #expect(try FileSystem.system.inspect(folder("run/report.html")) == nil)
        let judged = try report { stage in
            stage.against = folder("elsewhere")
            stage.data = folder("others")
        }
        #expect(judged.contents[0].train == nil && judged.contents[1].train != nil)
    }

    /// What cannot be compared is refused before any network has read an image.
    @Test func runsJudgedOnOtherImagesAreRefusedAtOnce() throws {
        final class Watcher: StageObserver {
            let work = Mutex<[String]>([])
            func note(_ line: String) {}
            func epoch(_ row: EpochRow) {}
            func progress(_ work: String, done: Int, total: Int) { self.work.withLock { $0.append(work) } }
            var shouldStop: Bool { false }
        }
        try makeRun()
        try makeRun("fewer", testLimit: 5)
        var stage = ReportStage(run: folder("run"))
        stage.against = folder("fewer")
        let watcher = Watcher()
        let error = #expect(throws: NeSyError.self) {
            try stage.run(backend: backend, pool: pool, observer: watcher)
        }
        #expect(error?.kind == .badData && error?.found == "5 images")
        #expect(watcher.work.withLock { $0 } == [])
    }

    @Test func runsOfOtherClassesAreNotCompared() throws {
        try makeRun()
        let json = String(decoding: try FileSystem.system.read(folder("run/run.json")), as: UTF8.self)
        for place in ["weights", "rules"] {
            try FileSystem.system.makeDirectory(folder("other/\(place)"))
            for name in try FileSystem.system.list(folder("run/\(place)")) {
                try FileSystem.system.write(
                    folder("other/\(place)/\(name)"), FileSystem.system.read(folder("run/\(place)/\(name)")))
            }
        }
        try FileSystem.system.write(
            folder("other/run.json"), json.replacing("\"kitchen\"", with: "\"cellar\""))
        let error = #expect(throws: NeSyError.self) { try report { $0.against = folder("other") } }
        #expect(error?.kind == .badData && error?.found?.contains("cellar") == true)
    }

    @Test func aRunWithoutRulesSaysWhatToDo() throws {
        try makeRun()
        for name in try FileSystem.system.list(folder("run/rules")) {
            try FileSystem.system.remove(folder("run/rules/\(name)"))
        }
        let error = #expect(throws: NeSyError.self) { try report() }
        #expect(error?.kind == .missingInput && error?.remedy?.contains("nesy extract") == true)
        #expect(try FileSystem.system.inspect(folder("run/report.html")) == nil)
    }

    @Test func anInterruptedReportLeavesTheOldOne() throws {
        try makeRun()
        _ = try report()
        let bytes = try page()
        struct Impatient: StageObserver {
            func note(_ line: String) {}
            func epoch(_ row: EpochRow) {}
            func progress(_ work: String, done: Int, total: Int) {}
            var shouldStop: Bool { true }
        }
        let error = #expect(throws: NeSyError.self) {
            try ReportStage(run: folder("run")).run(backend: backend, pool: pool, observer: Impatient())
        }
        #expect(error?.kind == .interrupted)
        #expect(try page() == bytes)
    }
}
