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
        #expect(second.networkAccuracy == trained.testAccuracy)
        #expect(second.ruleAccuracy == rules.test?.accuracy && second.fidelity == rules.test?.fidelity)
        #expect(second.rules == rules.program.size.rules && second.literals == rules.program.size.literals)

        let spread = result.table.spread { Double($0.literals) }
        let (first, last) = (Double(result.table.outcomes[0].literals), Double(second.literals))
        #expect(spread.mean == (first + last) / 2)
        #expect(abs(spread.deviation - abs(first - last) / 2) < 1e-12)
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
        #expect(stopped.json["finished"] == false)
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
        #expect(resumed.table.outcomes.map(\.ruleAccuracy) == whole.table.outcomes.map(\.ruleAccuracy))
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
