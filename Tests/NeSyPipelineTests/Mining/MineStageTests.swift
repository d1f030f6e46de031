import NeSyCompute
import NeSyFormats
import NeSyInduction
import NeSyJSON
import NeSyLogic
import NeSyPipeline
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Synchronization
import Testing

@Suite struct MineStageTests {
    let folder = TemporaryFolder()
    let planted = PlantedLayers()

    private func stage(_ heads: String? = nil, _ tails: String? = nil) throws -> MineStage {
        try FileSystem.system.write(folder("heads.csv"), planted.headText)
        try FileSystem.system.write(folder("tails.csv"), planted.tailText)
        return MineStage(
            MiningInputs(.tables(heads: heads ?? folder("heads.csv"), tails: tails ?? folder("tails.csv"))),
            out: folder("rules"))
    }

    private func run(_ stage: MineStage, threads: Int = 1, observer: any StageObserver = SilentObserver()) throws
        -> MineStage.Result
    {
        let (backend, pool) = SmallRooms.backend(threads: threads)
        return try stage.run(backend: backend, pool: pool, observer: observer)
    }

    private func score(_ text: String) throws -> ScoreStage.Result {
        let stage = try stage()
        try FileSystem.system.write(folder("given.json"), text)
        let (backend, pool) = SmallRooms.backend()
        return try ScoreStage(stage.inputs, rules: folder("given.json")).run(
            backend: backend, pool: pool, observer: SilentObserver())
    }

    @Test func `Planted rules are found and written in every notation`() throws {
        let result = try run(try stage())
        let found = Set(result.rules.rules.map { [Set($0.head.attributes), Set($0.tail.attributes)] })
        #expect(found == [[["coat", "shirt"], ["arm_1", "arm_2"]], [["boot"], ["sole_1", "sole_2", "sole_3"]]])
        #expect(result.compression > 0.2)
        #expect(result.advice == nil)
        for name in RulesFolder.notations + RulesFolder.facts + ["summary.json"] {
            #expect(try FileSystem.system.inspect(folder("rules/\(name)")) != nil, "\(name)")
            #expect(result.files.contains(name))
        }
        let document = try JSON.parse(try FileSystem.system.read(folder("rules/summary.json")))
        #expect(document == result.json)
        for key in ["schema", "rows", "heads", "tails", "rules", "bits", "seconds", "files"] {
            #expect(document[key] != nil, "\(key)")
        }
        #expect(document["rows"] == 600 && document["heads"] == 3 && document["tails"] == 7)
        let rules = try RobustRuleSet(json: try JSON.parse(try FileSystem.system.read(folder("rules/rules.json"))))
        #expect(rules == result.rules)
    }

    @Test func `What a search says of its rules is what their score says`() throws {
        let result = try run(try stage())
        let scored = try score(String(decoding: try FileSystem.system.read(folder("rules/rules.json")), as: UTF8.self))
        let robust = try #require(scored.readings.first { $0.reading == ScoreReading() }?.scored)
        #expect(abs(robust.baseline.total - result.mined.baseline.total) < 1e-6)
        #expect(abs(robust.found.total - result.mined.found.total) < 1e-6)
        for (part, rule) in zip(robust.parts, result.mined.rules) {
            #expect(part.counts.applies == rule.applies && part.counts.holds == rule.holds)
            #expect(abs(part.bitsSaved - rule.bitsSaved) < 1e-6)
        }
    }

    @Test func `Classes that share rules are told`() throws {
        let sharing = try #require(try run(try stage()).sharing)
        #expect(sharing.rows.map(\.name) == PlantedLayers.classes)
        #expect(sharing.rows[0].ownRules == 1 && sharing.rows[0].ownTails == 3 && sharing.rows[0].partners.isEmpty)
        #expect(sharing.rows[1].sharedTails == 2 && sharing.rows[1].partners.map(\.name) == ["shirt"])
    }

    @Test func `The same rules from an array, on two threads`() throws {
        let text = try run(try stage())
        try FileSystem.system.write(
            folder("a.npz"),
            NPZ.encode([
                "tails": planted.tailArray, "y": NumericArray([600], .int64(planted.labels.map { Int64($0) })),
            ]))
        var stage = try stage(folder("a.npz:y"), folder("a.npz:tails"))
        stage.out = folder("other")
        let array = try run(stage, threads: 2)
        #expect(array.mined == text.mined)
        #expect(
            array.rules.rules.contains {
                $0.head.attributes == ["y_1", "y_2"] && $0.tail.attributes == ["tails_0", "tails_1"]
            })
    }

    @Test func `Constant columns are told and left alone`() throws {
        let rows = planted.tailText.split(separator: "\n")
        let text = zip(rows, ["none,all"] + (1..<rows.count).map { _ in "0,1" }).map { "\($0),\($1)\n" }.joined()
        var stage = try stage()
        try FileSystem.system.write(folder("more.csv"), text)
        stage.inputs.source = .tables(heads: folder("heads.csv"), tails: folder("more.csv"))
        let notebook = Notebook()
        let result = try run(stage, observer: notebook)
        #expect(notebook.notes == ["more: of 9 items 1 never set (none), 1 always set (all); left as they are"])
        #expect(
            result.rules.rules.allSatisfy {
                !$0.tail.attributes.contains("none") && !$0.tail.attributes.contains("all")
            })
    }

    @Test func `Layers that do not go together are refused and nothing is written`() throws {
        var overlapping = try stage()
        overlapping.inputs.source = .tables(heads: folder("tails.csv"), tails: folder("tails.csv"))
        let overlap = #expect(throws: NeSyError.self) { try run(overlapping) }
        #expect(overlap?.kind == .badData && overlap?.what.contains("overlap") == true)
        #expect(overlap?.found?.contains("arm_1") == true)

        try FileSystem.system.write(folder("short.csv"), PlantedLayers(rows: 90).headText)
        let short = #expect(throws: NeSyError.self) { try run(try stage(folder("short.csv"))) }
        #expect(short?.kind == .badData && short?.found == "600" && short?.remedy == nil)

        // The first label is taken for the name of the column.
        try FileSystem.system.write(folder("nameless.csv"), String(planted.headText.dropFirst("class\n".count)))
        let nameless = #expect(throws: NeSyError.self) { try run(try stage(folder("nameless.csv"))) }
        #expect(nameless?.remedy?.contains("first line") == true)
        #expect(try FileSystem.system.inspect(folder("rules")) == nil)
    }

    @Test func `Rows without a class are told`() throws {
        let stage = try stage()
        let lines = planted.headText.split(separator: "\n")
        let text = lines.enumerated().map { $0 % 100 == 7 ? "?\n" : "\($1)\n" }.joined()
        try FileSystem.system.write(folder("heads.csv"), text)
        let notebook = Notebook()
        let result = try run(stage, observer: notebook)
        #expect(notebook.notes == ["class: 6 of 600 rows have no class"])
        #expect(result.pair.heads.names == PlantedLayers.classes)
        #expect(!result.rules.rules.isEmpty)
    }

    @Test func `The time before a report belongs to the phase that is reported`() {
        let time = Mutex(5.0)
        var clock = MiningClock(reading: 2) { time.withLock { $0 } }
        func report(_ phase: ExplaiNN.Phase, after seconds: Double) {
            time.withLock { $0 += seconds }
            clock.count(phase)
        }
        report(.counting, after: 1)
        report(.newRules, after: 10)
        report(.counting, after: 2)
        report(.newRules, after: 20)
        report(.merging, after: 100)
        time.withLock { $0 += 200 }
        let seconds = clock.end()
        #expect([seconds.read, seconds.count, seconds.new, seconds.merge] == [2, 3, 30, 300])
    }

    /// Writing fails once, at every point in turn, in a folder with what an earlier call left.
    @Test func `A folder with rules is complete whenever writing fails`() throws {
        let names = try Set(run(try stage()).files)
        var point = 0
        while true {
            let out = folder("out\(point)/rules")
            try FileSystem.system.makeDirectory(out)
            for name in ["summary.json", "intervention.csv"] { try FileSystem.system.write(out + "/" + name, "old") }
            let left = Atomic(point)
            var stage = try stage()
            stage.out = out
            stage.inputs.files = FileSystem { (operation, path) throws(StorageError) in
                guard path.hasPrefix(out) else { return }
                if left.subtract(1, ordering: .relaxed).oldValue == 0 { throw StorageError(operation, path, .diskFull) }
            }
            let isDone = (try? run(stage)) != nil
            let there = try Set(FileSystem.system.list(out))
            if there.contains("rules.json") {
                #expect(names.isSubset(of: there) && !there.contains("intervention.csv"), "point \(point)")
                #expect(try FileSystem.system.read(out + "/summary.json") != Array("old".utf8), "point \(point)")
            }
            if isDone { break }
            point += 1
        }
        #expect(point > 2 * names.count)
    }

    @Test func `Options out of range are refused`() throws {
        var stage = try stage()
        stage.inputs.threshold = .quantile(1.5)
        #expect(#expect(throws: NeSyError.self) { try run(stage) }?.kind == .usage)
        stage = try self.stage()
        stage.miner.theta = -1
        #expect(#expect(throws: NeSyError.self) { try run(stage) }?.kind == .usage)
    }

    @Test func `A folder that holds rules is left alone without force`() throws {
        var stage = try stage()
        _ = try run(stage)
        #expect(#expect(throws: NeSyError.self) { try run(stage) }?.kind == .cannotCreateOutput)
        stage.force = true
        _ = try run(stage)
    }

    @Test func `Given rules are scored in every reading that fits them`() throws {
        let all = try score(
            #"[{"head": ["boot"], "tail": ["sole_1", "sole_2"], "l": 1, "k": 2}, {"head": [1, 2], "tail": [3]}]"#)
        #expect(
            all.readings.map(\.reading) == [
                ScoreReading(mode: .robust, cover: .applies), ScoreReading(mode: .robust, cover: .holds),
                ScoreReading(mode: .strict, cover: .holds),
            ])
        #expect(all.rules.map(\.head) == [[0], [1, 2]] && all.rules.map(\.tail) == [[5, 6], [3]])
        #expect(all.json["readings"]?.arrayValue?.count == 3)
        let some = try score(#"{"rules": [{"head": ["boot"], "tail": ["sole_1", "sole_2"], "tail_threshold": 1}]}"#)
        #expect(some.readings.allSatisfy { $0.reading.mode == .robust })
    }

    @Test(arguments: [
        (#"[{"head": ["boot"], "tail": ["sole_9"]}]"#, ["rule 1, tail", "sole_9"]),
        (#"[{"head": ["boot"], "tail": []}]"#, ["rule 1", "empty"]),
        (#"[{"head": ["boot"]}]"#, ["rule 1", "tail"]), ("{}", ["rules"]), ("[3", ["byte"]),
        (#"[{"head": ["boot"], "tail": ["boot"]}]"#, ["boot"]),
        (#"[{"head": ["boot"], "tail": ["arm_1"], "k": 2}]"#, ["threshold"]),
        (#"[{"head": ["boot"], "tail": ["arm_1"], "k": "x"}]"#, ["k", "x"]),
        (#"[{"head": [99], "tail": [4]}]"#, ["99"]),
        (
            #"[{"head": ["boot"], "tail": ["arm_1"]}, {"head": ["arm_1"], "tail": ["boot"]}]"#,
            ["circular", "boot", "arm_1"]
        ),
    ])
    func `Rules that cannot be scored are refused with their place`(text: String, words: [String]) throws {
        let error = #expect(throws: NeSyError.self) { try score(text) }
        #expect(error?.kind == .badData && error?.location?.contains("given.json") == true)
        for word in words {
            #expect(error?.description.contains(word) == true, "\(word) in \(String(describing: error))")
        }
    }

    @Test func `Layers of a run are mined`() throws {
        let (backend, pool) = SmallRooms.backend(threads: 2)
        let dataset = try SmallRooms.dataset(train: 600, test: 20)
        var training = SmallRooms.stage(out: folder("run"))
        training.options.strategy = .none
        training.options.warmUpEpochs = nil
        training.options.epochs = 3
        _ = try training.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        let loaded = try LoadedRun(folder("run"), backend: backend)
        let images = try loaded.images(of: dataset, pool: pool)
        let layers = MiningInputs.NetworkLayers(run: folder("run"))
        var inputs = MiningInputs(.network(layers))
        inputs.granularity = .filter
        inputs.classes = .labels
        inputs.threshold = .quantile(0.7)
        let pair = try inputs.read(layers, of: loaded, images: images, observer: SilentObserver())
        #expect(pair.rows == 600 && pair.heads.names == images.classes && pair.tails.count == 32)
        let result = try MineStage(inputs, out: folder("run/mined/output-filters")).run(
            on: pair, backend: backend, pool: pool, observer: SilentObserver())
        let score = RuleSetScore(
            layers: [pair.heads.bits, pair.tails.bits], names: pair.names, reading: ScoreReading())
        let scored = try score.score(result.mined.rules.map(\.rule))
        #expect(!result.mined.rules.isEmpty)
        #expect(abs(scored.found.total - result.mined.found.total) < 1e-6)
        #expect(abs(scored.baseline.total - result.mined.baseline.total) < 1e-6)
    }
}
