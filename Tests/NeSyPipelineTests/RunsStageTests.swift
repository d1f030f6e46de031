import Foundation
import NeSyNetworks
import NeSyPipeline
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Synchronization
import Testing

@Suite struct RunsStageTests {
    private func stage(_ out: String, runs: Int) -> RunsStage {
        var train = SmallRooms.stage(out: out)
        train.options.epochs = 2
        train.options.warmUpEpochs = 1
        train.options.seed = 7
        return RunsStage(train: train, runs: runs)
    }

    /// Stops a training when so many epochs of all runs are done.
    private final class Impatient: StageObserver {
        private let left: Mutex<Int>

        init(epochs: Int) { left = Mutex(epochs) }

        func note(_ line: String) {}
        func epoch(_ row: EpochRow) { left.withLock { $0 -= 1 } }
        func progress(_ work: String, done: Int, total: Int) {}
        var shouldStop: Bool { left.withLock { $0 <= 0 } }
    }

    @Test func `A run of a series is the run of its seed alone`() throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset()
        let (backend, pool) = SmallRooms.backend()
        let result = try stage(folder("runs"), runs: 2)
            .run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        #expect(result.table.outcomes.map(\.seed) == [7, 8] && result.table.isTested)
        var alone = stage(folder("alone"), runs: 1).train
        alone.options.seed = 8
        let trained = try alone.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        let weights = "weights/last.safetensors"
        #expect(
            try FileSystem.system.read(folder("runs/seed-8/" + weights))
                == FileSystem.system.read(folder("alone/" + weights)))
        let loaded = try LoadedRun(folder("alone"), backend: backend)
        let rules = try ExtractStage(run: folder("alone")).run(
            loaded, images: loaded.images(of: dataset, pool: pool), pool: pool, observer: SilentObserver())
        let second = result.table.outcomes[1]
        let figures = second.figures
        #expect(figures.networkAccuracy == trained.testAccuracy)
        #expect(figures.ruleAccuracy == rules.test?.accuracy && figures.fidelity == rules.test?.fidelity)
        #expect(figures.rules == rules.program.size.rules && figures.literals == rules.program.size.literals)
        #expect(figures.predicates == rules.program.size.predicates && figures.unclassified == rules.test?.unclassified)

        let spread = result.json["figures"]?["literals"]
        #expect(spread == Spread([Double(result.table.outcomes[0].figures.literals), Double(figures.literals)]).json)
        #expect(result.json["split"] == "test")
        #expect(result.json["files"]?["table"]?.stringValue == folder("runs/summary.csv"))
        let lines = result.table.csv.split(separator: "\n")
        #expect(lines.count == 5 && lines[1].hasPrefix("7,") && lines[3].hasPrefix("mean,"))
        #expect(result.table.markdown.contains("| mean ± sd | "))
        #expect(result.json["runs"]?.arrayValue?.count == 2)
        #expect(try FileSystem.system.read(folder("runs/summary.csv")) == Array(result.table.csv.utf8))
    }

    @Test func `A series that was interrupted goes on where it was, and grows`() throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset(train: 24, test: 12)
        let (backend, pool) = SmallRooms.backend()
        let whole = try stage(folder("whole"), runs: 3)
            .run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())

        // One epoch of the second of three runs.
        var parts = stage(folder("parts"), runs: 2)
        let stopped = try parts.run(on: dataset, backend: backend, pool: pool, observer: Impatient(epochs: 3))
        #expect(stopped.outcome == .stopped && stopped.table.outcomes.map(\.seed) == [7])
        // One run has figures, but no deviation.
        #expect(stopped.table.csv.hasSuffix("\ndeviation,,,,,,,,\n"))
        #expect(stopped.json["finished"] == false && stopped.json["files"] == .null)
        #expect(try FileSystem.system.inspect(folder("parts/summary.json")) == nil)
        let again = #expect(throws: NeSyError.self) {
            try parts.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        }
        #expect(again?.kind == .cannotCreateOutput)

        // Its own options count, and a finished run stays as it is.
        parts.train.resumes = true
        parts.train.options = RunOptions()
        parts.runs = 3
        let note = Array("kept".utf8)
        try FileSystem.system.write(folder("parts/seed-7/rules/rules.txt"), note)
        let resumed = try parts.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        #expect(resumed.table.outcomes.map(\.seed) == [7, 8, 9])
        #expect(resumed.table.outcomes.map(\.figures) == whole.table.outcomes.map(\.figures))
        #expect(resumed.table.options == whole.table.options)
        #expect(try FileSystem.system.read(folder("parts/seed-7/rules/rules.txt")) == note)
        #expect(
            try FileSystem.system.read(folder("parts/seed-8/weights/last.safetensors"))
                == FileSystem.system.read(folder("whole/seed-8/weights/last.safetensors")))

        let other = try SmallRooms.dataset(train: 24, test: 11)
        #expect(throws: NeSyError.self) {
            try parts.run(on: other, backend: backend, pool: pool, observer: SilentObserver())
        }
    }

    @Test func `Runs of two series are never one`() throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset(train: 24, test: 12)
        let (backend, pool) = SmallRooms.backend()
        func run(_ series: RunsStage) throws -> RunsStage.Result {
            try series.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        }
        let first = stage(folder("x"), runs: 2)
        _ = try run(first)
        try FileSystem.system.makeDirectory(folder("y"))
        try FileManager.default.copyItem(atPath: folder("x/seed-8"), toPath: folder("y/seed-8"))

        // A shorter series of other options leaves nothing of the longer one.
        var other = stage(folder("x"), runs: 1)
        other.train.options.strategy = .none
        other.train.force = true
        _ = try run(other)
        #expect(try FileSystem.system.inspect(folder("x/seed-8/run.json")) == nil)
        other.train.resumes = true
        other.train.options = RunOptions()
        other.runs = 2
        let grown = try run(other)
        #expect(grown.table.options.strategy == .none)
        for seed in [7, 8] {
            let description = try RunDescription(folder: RunFolder.open(folder("x/seed-\(seed)")))
            #expect(description.options.strategy == .none)
        }
        // Fewer than there are would pass for all.
        other.runs = 1
        let short = #expect(throws: NeSyError.self) { try run(other) }
        #expect(short?.kind == .usage && short?.expected == "--runs 2 or more")

        // A run that was made otherwise is not taken in.
        try FileManager.default.removeItem(atPath: folder("x/seed-8"))
        try FileManager.default.copyItem(atPath: folder("y/seed-8"), toPath: folder("x/seed-8"))
        other.runs = 2
        let mixed = #expect(throws: NeSyError.self) { try run(other) }
        #expect(mixed?.kind == .badData && mixed?.location == folder("x/seed-8/run.json"))
        #expect(mixed?.expected == #"strategy "none""# && mixed?.found == #"strategy "ts3""#)
    }

    /// Weights to begin with take the place of the first phase: the runs record that, and the series does not.
    @Test func `A series with weights goes on`() throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset(train: 24, test: 12)
        let (backend, pool) = SmallRooms.backend()
        var series = stage(folder("x"), runs: 1)
        _ = try series.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        series.train.weights = folder("x/seed-7/weights/last.safetensors")
        series.train.options.warmUpEpochs = nil
        series.train.out = folder("w")
        _ = try series.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        series.train.resumes = true
        series.runs = 2
        let result = try series.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        #expect(result.table.outcomes.count == 2)
    }

    @Test func `Figures that cannot be are refused`() throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset(train: 24, test: 12)
        let (backend, pool) = SmallRooms.backend()
        var series = stage(folder("x"), runs: 1)
        let table = try series.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver()).table
        series.train.resumes = true
        let file = folder("x/seed-7/rules/summary.json")
        let whole = String(decoding: try FileSystem.system.read(file), as: UTF8.self)
        let count = "\"literals\": \(table.outcomes[0].figures.literals)"
        #expect(whole.components(separatedBy: count).count == 2)
        for (old, new) in [
            ("\"fidelity\": ", "\"fidelity\": 1e300, \"was\": "), ("\"fidelity\": ", "\"fidelity\": -0.5, \"was\": "),
            ("\"fidelity\": ", "\"was\": "), (count, "\"literals\": 9000000000000000000"),
            (count, "\"literals\": -1"),
        ] {
            try FileSystem.system.write(file, whole.replacingOccurrences(of: old, with: new))
            let error = #expect(throws: NeSyError.self) {
                try series.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
            }
            #expect(error?.kind == .badData && error?.location == file, "\(new)")
        }
    }

    @Test func `An interrupted series without a run has no figures`() throws {
        let folder = TemporaryFolder()
        let (backend, pool) = SmallRooms.backend()
        let stopped = try stage(folder("x"), runs: 2).run(
            on: SmallRooms.dataset(train: 24, test: 12), backend: backend, pool: pool, observer: Impatient(epochs: 1))
        #expect(stopped.outcome == .stopped && stopped.table.outcomes.isEmpty)
        #expect(stopped.json["split"] == .null && stopped.json["files"] == .null)
    }

    @Test func `Only a series can be gone on with`() throws {
        let folder = TemporaryFolder()
        var series = stage(folder("none"), runs: 2)
        series.train.resumes = true
        let (backend, pool) = SmallRooms.backend()
        let dataset = try SmallRooms.dataset(train: 24, test: 12)
        let error = #expect(throws: NeSyError.self) {
            try series.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        }
        #expect(error?.kind == .missingInput)
        for text in ["{", "{}", #"{"schema": "nesy.series/1", "options": {"epochs": 3}}"#] {
            try FileSystem.system.makeDirectory(folder("none"))
            try FileSystem.system.write(folder("none/runs.json"), text)
            let bad = #expect(throws: NeSyError.self) {
                try series.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
            }
            #expect(bad?.kind == .badData)
        }
        // Options that cannot be leave a series that may be replaced.
        var wrong = stage(folder("wrong"), runs: 2)
        wrong.train.options.epochs = 0
        #expect(throws: NeSyError.self) {
            try wrong.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        }
        wrong.train.options.epochs = 2
        #expect(
            try wrong.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
                .table.outcomes.count == 2)
    }
}
