import NeSyCompute
import NeSyNetworks
import NeSyPipeline
import NeSyStorage
import NeSyTensor
import NeSyTestSupport
import Synchronization
import Testing

@Suite struct TrainStageTests {
    @Test(arguments: [Strategy.none, .ebp, .ts3, .ts5], [1, 2, 3])
    func `A training that stopped and was resumed is the undisturbed one, bit for bit`(
        _ strategy: Strategy, _ epochs: Int
    ) throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset()
        let (backend, pool) = SmallRooms.backend()
        var whole = SmallRooms.stage(out: folder("whole"))
        whole.options.strategy = strategy
        whole.options.warmUpEpochs = 2
        let undisturbed = try whole.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        #expect(undisturbed.outcome == .finished)

        var first = whole
        first.out = folder("parts")
        first.stopAfterEpoch = epochs
        let stopped = try first.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        #expect(stopped.outcome == .stopped)
        #expect(stopped.rows.count == epochs)
        var second = TrainStage(data: "rooms", out: folder("parts"))
        second.resumes = true
        let resumed = try second.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        #expect(resumed.outcome == .finished)
        #expect(resumed.rows.count == 4)
        #expect(resumed.rows.map(\.loss) == undisturbed.rows.map(\.loss))
        #expect(
            try FileSystem.system.read(folder("parts/weights/last.safetensors"))
                == FileSystem.system.read(folder("whole/weights/last.safetensors")))
    }

    @Test func `One thread and two give the same bits`() throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset()
        for threads in [1, 2] {
            let (backend, pool) = SmallRooms.backend(threads: threads)
            let stage = SmallRooms.stage(out: folder("\(threads)"))
            _ = try stage.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        }
        #expect(
            try FileSystem.system.read(folder("1/weights/last.safetensors"))
                == FileSystem.system.read(folder("2/weights/last.safetensors")))
    }

    @Test func `A run that is there is not replaced unless asked for`() throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset(train: 24, test: 12)
        let (backend, pool) = SmallRooms.backend()
        var stage = SmallRooms.stage(out: folder("run"))
        stage.options.epochs = 1
        stage.options.warmUpEpochs = nil
        stage.options.strategy = .none
        _ = try stage.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        let error = #expect(throws: NeSyError.self) {
            try stage.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        }
        #expect(error?.kind == .cannotCreateOutput)
        #expect(error?.remedy?.contains("--force") == true)
        try FileSystem.system.makeDirectory(folder("run/rules"))
        try FileSystem.system.write(folder("run/rules/rules.json"), "{}")
        stage.force = true
        _ = try stage.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        // Rules of the run that was replaced are gone with it.
        #expect(try FileSystem.system.inspect(folder("run/rules/rules.json")) == nil)
    }

    @Test func `A strategy without epochs, or with more classes than filters, is refused at once`() throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset(train: 24, test: 12)
        let (backend, pool) = SmallRooms.backend()
        var stage = SmallRooms.stage(out: folder("run"))
        stage.options.epochs = 1
        stage.options.warmUpEpochs = 1
        let noEpochs = #expect(throws: NeSyError.self) {
            try stage.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        }
        #expect(noEpochs?.kind == .usage)
        stage.options.epochs = 2
        stage.options.filters = 2
        let fewFilters = #expect(throws: NeSyError.self) {
            try stage.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        }
        #expect(fewFilters?.expected == "at least 3 filters")
        #expect(try FileSystem.system.inspect(folder("run")) == nil)
    }

    @Test func `Resuming on other images is refused unless allowed`() throws {
        let folder = TemporaryFolder()
        let (backend, pool) = SmallRooms.backend()
        var stage = SmallRooms.stage(out: folder("run"))
        stage.stopAfterEpoch = 1
        _ = try stage.run(
            on: SmallRooms.dataset(), backend: backend, pool: pool, observer: SilentObserver())
        var second = TrainStage(data: "rooms", out: folder("run"))
        second.resumes = true
        let other = try SmallRooms.dataset(train: 96, test: 47)
        let error = #expect(throws: NeSyError.self) {
            try second.run(on: other, backend: backend, pool: pool, observer: SilentObserver())
        }
        #expect(error?.kind == .badData)
        second.allowsOtherData = true
        #expect(
            try second.run(on: other, backend: backend, pool: pool, observer: SilentObserver()).outcome == .finished)
    }

    @Test func `Weights of another architecture are refused, naming the tensor`() throws {
        let folder = TemporaryFolder()
        let dataset = try SmallRooms.dataset(train: 24, test: 12)
        let (backend, pool) = SmallRooms.backend()
        var stage = SmallRooms.stage(out: folder("run"))
        stage.options.epochs = 1
        stage.options.warmUpEpochs = nil
        stage.options.strategy = .none
        _ = try stage.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        var other = stage
        other.out = folder("other")
        other.options.architecture = "mnist"
        other.weights = folder("run/weights/last.safetensors")
        let error = #expect(throws: NeSyError.self) {
            try other.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
        }
        #expect(error?.kind == .badData)
        #expect(error?.location?.contains("tensor") == true || error?.what.contains("tensor") == true)
    }

    @Test func `Whichever write fails, the newest checkpoint that is there is whole`() throws {
        let dataset = try SmallRooms.dataset(train: 24, test: 12)
        let (backend, pool) = SmallRooms.backend()
        var failures = 0
        for failing in 0... {
            let folder = TemporaryFolder()
            let count = Mutex(0)
            var stage = SmallRooms.stage(out: folder("run"))
            stage.options.epochs = 2
            stage.options.warmUpEpochs = 1
            stage.options.filters = 8
            stage.options.filtersPerClass = 2
            let writes: Set<StorageError.Operation> = [.write, .sync, .close, .rename, .makeDirectory]
            stage.files = FileSystem { (operation, path) throws(StorageError) in
                guard writes.contains(operation) else { return }
                let number = count.withLock { value in
                    defer { value += 1 }
                    return value
                }
                if number == failing { throw StorageError(operation, path, .diskFull) }
            }
            let outcome = Result { [stage] in
                try stage.run(on: dataset, backend: backend, pool: pool, observer: SilentObserver())
            }
            guard case .failure(let error) = outcome else { break }
            failures += 1
            #expect((error as? NeSyError)?.kind == .cannotCreateOutput, "operation \(failing): \(error)")
            let weights = folder("run/weights/last.safetensors")
            if try FileSystem.system.inspect(weights) != nil {
                _ = try Checkpoint(file: weights, files: .system)
            }
            for part in ["run", "run/weights"] where try FileSystem.system.inspect(folder(part)) != nil {
                let names = try FileSystem.system.list(folder(part))
                #expect(!names.contains { $0.hasPrefix(FileSystem.temporaryPrefix) })
            }
        }
        #expect(failures > 10)
    }

    @Test func `Thresholds of an untrained network are warned of, and nothing becomes binary`() throws {
        let folder = TemporaryFolder()
        let notebook = Notebook()
        let (backend, pool) = SmallRooms.backend()
        var stage = SmallRooms.stage(out: folder("run"))
        stage.options.profile = .paper
        stage.options.epochs = 1
        stage.options.warmUpEpochs = 0
        let result = try stage.run(on: SmallRooms.dataset(), backend: backend, pool: pool, observer: notebook)
        #expect(notebook.notes.contains { $0.contains("norms this small cannot become binary") })
        let binarity = try #require(result.rows.last?.diagnostics?.binarity)
        #expect(binarity < 0.25)
    }
}
