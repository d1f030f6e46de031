import NeSyCompute
import NeSyData
import NeSyFormats
import NeSyJSON
import NeSyNetworks
import NeSyStorage
import NeSyTensor

/// `nesy train`: images in, a run folder out.
public struct TrainStage: Sendable {
    public var data: String
    public var out: String
    public var options = RunOptions()
    /// Go on with the run that stands in `out`, by its own options.
    public var resumes = false
    /// Replace a run that stands in `out`.
    public var force = false
    /// Resume although the images are not those the run began with.
    public var allowsOtherData = false
    /// Stop, as if interrupted, when so many epochs are done.
    public var stopAfterEpoch: Int?
    /// Weights to begin with: a checkpoint or any safetensors file with the network's tensors.
    public var weights: String?
    /// Keep the first so many steps, their batches and losses, for comparison with another engine.
    public var traceSteps: Int?
    public var files = FileSystem.system

    public init(data: String, out: String) {
        self.data = data
        self.out = out
    }

    /// What came out, in the words of `train --json`.
    public struct Result: Sendable {
        public let folder: RunFolder
        public let description: RunDescription
        public let outcome: TrainingOutcome
        public let rows: [EpochRow]
        public let seconds: Double
        public let trainAccuracy: Double
        public let testAccuracy: Double?

        public var json: JSON {
            let options = description.options
            let images = rows.isEmpty ? 0 : rows.reduce(0) { $0 + $1.imagesPerSecond } / Double(rows.count)
            return [
                "schema": "nesy.train/1",
                "run": .string(folder.path),
                "device": .string(description.device),
                "strategy": .string(options.strategy.rawValue),
                "seed": .string(String(options.seed)),
                "finished": .bool(outcome == .finished),
                "epochs": .integer(rows.last?.epoch ?? 0),
                "seconds": .number(seconds),
                "images_per_second": .number(images),
                "train": [
                    "loss": rows.last.map { .number($0.loss) } ?? .null, "accuracy": .number(trainAccuracy),
                ],
                "test": ["accuracy": testAccuracy.map(JSON.number) ?? .null],
                "files": [
                    "run": .string(folder.runFile), "metrics": .string(folder.metricsFile),
                    "weights": .string(folder.weightsFile),
                ],
            ]
        }
    }

    /// - Throws: everything that bad data, a full disk or a diverging loss can be; the last checkpoint stays whole.
    public func run(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        var reader = DatasetReader()
        reader.fileSystem = files
        let (dataset, summary) = try reader.open(data)
        observer.note("\(summary)")
        return try run(on: dataset, backend: backend, pool: pool, observer: observer)
    }

    /// The same on images that are at hand.
    public func run(
        on dataset: ImageDataset, backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        resumes
            ? try resume(on: dataset, backend: backend, pool: pool, observer: observer)
            : try start(on: dataset, backend: backend, pool: pool, observer: observer)
    }

    /// The options as a new run records them: weights to begin with take the place of a sparse strategy's first phase.
    var recordedOptions: RunOptions {
        var options = options
        let startsPretrained: Set<Strategy> = [.ts2, .ts3, .ts4, .ts5]
        if weights != nil, options.warmUpEpochs == nil, startsPretrained.contains(options.strategy) {
            options.warmUpEpochs = 0
        }
        return options
    }

    private func start(
        on dataset: ImageDataset, backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let options = recordedOptions
        if options.strategy == .ts2, weights == nil {
            observer.note("without pretrained weights (--weights) the cross-entropy phase stands in, and ts2 is ts1")
        }
        try options.check()
        let images = try DatasetImages(dataset, options: options, threads: pool.threadCount)
        let input = images.input
        observer.note(
            "images are read as \(input.width) x \(input.height), \(input.channels == 1 ? "grey" : "in colour")")
        let graph = try options.graph(input: input, classes: images.classes.count)
        try options.checkFilters(of: graph)
        if let traceSteps { try TrainingTrace.check(traceSteps, options: options, images: images) }
        let network = try Network(graph, on: backend, initializer: options.initializer, seed: options.seed)
        if let weights {
            let state = try NetworkState(file: weights, files: files)
            do throws(NeSyError) { try network.load(state) } catch { throw error.located(at: weights) }
        }
        let training = try StrategyTraining(network: network, images: images, options: options, observer: observer)
        let description = RunDescription(
            options: options, network: graph.description, classes: images.classes, dataPath: files.absolute(data),
            dataFingerprint: try dataset.fingerprint(pool: pool), device: backend.device.description)
        let folder = try RunFolder.create(out, force: force, files: files)
        try folder.write(description.json, to: folder.runFile)
        return try train(
            training, images: images, description: description, folder: folder, rows: [], observer: observer)
    }

    private func resume(
        on dataset: ImageDataset, backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let folder = try RunFolder.open(out, files: files)
        let description = try RunDescription(folder: folder)
        try check(dataset, against: description, pool: pool)
        if traceSteps != nil {
            throw NeSyError(.usage, "A trace is of the first steps of a training, and cannot be made with --resume.")
        }
        let network = try Network(try NetworkGraph(description.network), on: backend, seed: description.options.seed)
        let images = try DatasetImages(
            dataset, options: description.options, input: network.graph.input, threads: pool.threadCount)
        let training = try StrategyTraining(
            network: network, images: images, options: description.options, observer: observer)
        try training.restore(try Checkpoint(file: folder.weightsFile, files: files))
        let rows = try EpochRow.read(
            folder.metricsFile, upTo: training.epochsDone, of: description.options.epochs, files: files)
        return try train(
            training, images: images, description: description, folder: folder, rows: rows, observer: observer)
    }

    /// - Throws: bad data when the images are not those of the run.
    func check(_ dataset: ImageDataset, against description: RunDescription, pool: WorkerPool) throws(NeSyError) {
        let fingerprint = try dataset.fingerprint(pool: pool)
        guard fingerprint == description.dataFingerprint || allowsOtherData else {
            throw NeSyError(
                .badData, "The images are not those that the run began with.", at: data,
                expected: "fingerprint \(description.dataFingerprint)", found: fingerprint,
                remedy: "Point to the original images, or add --allow-data-change.")
        }
        guard dataset.classes == description.classes else {
            throw NeSyError(
                .badData, "The classes of the images are not those of the run.", at: data,
                expected: description.classes.joined(separator: ", "), found: dataset.classes.joined(separator: ", "))
        }
    }

    /// A device that is lost takes the epoch with it, and no more.
    private static func afterLoss(_ error: NeSyError, saved: Int?, in folder: RunFolder) -> NeSyError {
        guard error.kind == .deviceUnavailable, let saved else { return error }
        var error = error
        error.remedy =
            "The checkpoint of epoch \(saved) is whole: go on with --resume --out \(folder.path)."
            + (error.remedy.map { " \($0)" } ?? "")
        return error
    }

    private func train(
        _ training: StrategyTraining, images: DatasetImages, description: RunDescription, folder: RunFolder,
        rows: [EpochRow], observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let log = MetricsLog(folder: folder, rows: rows, observer: observer)
        training.observer = log
        training.stopAfterEpoch = stopAfterEpoch
        let events = TrainingEvents(folder: folder, network: training.network, options: description.options)
        training.onEpoch = { (row, readout) throws(NeSyError) in try events.add(row, readout) }
        var saved = rows.last?.epoch
        training.onCheckpoint = { (training) throws(NeSyError) in
            // The metrics first: lines beyond the checkpoint are dropped on resuming, a missing one could not be made
            // up.
            try log.write()
            try folder.files.encode(training.checkpoint().encode(), to: folder.weightsFile)
            saved = training.epochsDone
            // After the checkpoint: an epoch that is done again after a crash has not been logged before.
            try events.write()
        }
        let clock = Stopwatch()
        let outcome: TrainingOutcome
        do throws(NeSyError) {
            if let traceSteps {
                outcome = try TrainingTrace(steps: traceSteps, folder: folder).run(training, images: images)
            } else {
                outcome = try training.run()
            }
        } catch {
            throw TrainStage.afterLoss(error, saved: saved, in: folder)
        }
        if let filters = training.filters { try filters.save(in: folder) }
        let seconds = clock.seconds
        let final = log.rows.last
        return Result(
            folder: folder, description: description, outcome: outcome, rows: log.rows, seconds: seconds,
            trainAccuracy: final?.trainAccuracy ?? 0, testAccuracy: final?.testAccuracy)
    }
}
