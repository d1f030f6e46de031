import NeSyFormats
import NeSyInduction
import NeSyPipeline
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Testing

@Suite struct InduceStageTests {
    let folder = TemporaryFolder()
    let pool = WorkerPool(threadCount: 2)

    private func writeTable(rows: Int = 300, classes: Int = 3) throws -> String {
        let table = SyntheticTable(rows: rows, columns: 16, classes: classes, noise: 0.02, seed: 4)
        let path = folder("table.csv")
        try FileSystem.system.write(path, CSV.write(table.table(), labels: table.labels))
        return path
    }

    @Test func `A table becomes rules that hold on rows held back`() throws {
        var stage = InduceStage(table: try writeTable(), label: "label", out: folder("rules"))
        stage.test = .holdout(0.25)
        let result = try stage.run(pool: pool, observer: SilentObserver())
        #expect(result.rows == 225)
        #expect(result.features == 16)
        #expect(result.train.accuracy > 0.9)
        #expect((result.test?.accuracy ?? 0) > 0.85)
        #expect(try RulesFolder(folder("rules")).program() == result.program)
        let predictions = String(decoding: try FileSystem.system.read(folder("rules/predictions.csv")), as: UTF8.self)
        #expect(predictions.split(separator: "\n").count == 226)
        #expect(predictions.hasPrefix("row,class,rule\n"))
        for name in RulesFolder.notations + RulesFolder.facts {
            #expect(try FileSystem.system.inspect(folder("rules/\(name)")) != nil, "\(name)")
        }
    }

    @Test func `A label column that is not there is an error that lists the columns`() throws {
        let stage = InduceStage(table: try writeTable(), label: "klass", out: folder("rules"))
        let error = #expect(throws: NeSyError.self) { try stage.run(pool: pool, observer: SilentObserver()) }
        #expect(error?.kind == .badData)
        #expect(error?.location?.contains("table.csv") == true)
        #expect(error?.expected?.contains("label") == true)
        #expect(try FileSystem.system.inspect(folder("rules")) == nil)
    }

    @Test func `One class only is an error and nothing is written`() throws {
        let path = folder("one.csv")
        try FileSystem.system.write(path, "a,label\n1,x\n0,x\n")
        let stage = InduceStage(table: path, label: "label", out: folder("rules"))
        let error = #expect(throws: NeSyError.self) { try stage.run(pool: pool, observer: SilentObserver()) }
        #expect(error?.kind == .badData)
        #expect(try FileSystem.system.inspect(folder("rules")) == nil)
    }

    @Test func `A holdout takes its share of every class, the same for the same seed`() throws {
        let labels = Labels(classes: ["a", "b"], indices: (0..<100).map { $0 < 80 ? 0 : 1 })
        let split = try StratifiedSplit(labels, share: 0.25, seed: 1)
        #expect(split.held.count { $0 < 80 } == 20)
        #expect(split.held.count { $0 >= 80 } == 5)
        #expect(Set(split.held).isDisjoint(with: split.kept))
        #expect(split.held.count + split.kept.count == 100)
        #expect(try split == StratifiedSplit(labels, share: 0.25, seed: 1))
        #expect(try split != StratifiedSplit(labels, share: 0.25, seed: 2))
        #expect(throws: NeSyError.self) { try StratifiedSplit(labels, share: 1.5, seed: 1) }
    }

    @Test func `Test rows are read as the training rows were, whatever they hold`() throws {
        // In training the column is numeric; the test rows hold only 0 and 1.
        let training = (0..<60).map { "\($0 % 4),\($0 % 4 > 1 ? "many" : "few")\n" }.joined()
        try FileSystem.system.write(folder("train.csv"), "siblings,label\n" + training)
        try FileSystem.system.write(folder("test.csv"), "siblings,label\n0,few\n1,few\n0,few\n")
        var stage = InduceStage(table: folder("train.csv"), label: "label", out: folder("rules"))
        stage.test = .file(folder("test.csv"))
        let result = try stage.run(pool: pool, observer: SilentObserver())
        #expect(result.train.accuracy == 1)
        #expect(result.test?.accuracy == 1)
    }

    @Test func `Rules for one class of many are judged as one against all others`() throws {
        var stage = InduceStage(table: try writeTable(classes: 3), label: "label", out: folder("rules"))
        stage.learner.positive = "1"
        stage.test = .holdout(0.25)
        let result = try stage.run(pool: pool, observer: SilentObserver())
        #expect(result.program.classes == ["1", "not 1"])
        #expect(result.train.accuracy > 0.9)
        #expect(result.train.unclassified == 0)
        #expect((result.test?.accuracy ?? 0) > 0.85)
    }

    @Test(arguments: [("ratio", 1.2), ("tail", -0.1)])
    func `Limits out of range are refused before anything is learned`(_ name: String, _ value: Double) throws {
        var stage = InduceStage(table: try writeTable(), label: "label", out: folder("rules"))
        if name == "ratio" { stage.learner.ratio = value } else { stage.learner.tail = value }
        let error = #expect(throws: NeSyError.self) { try stage.run(pool: pool, observer: SilentObserver()) }
        #expect(error?.kind == .usage)
    }
}
