import NeSyCompute
import NeSyData
import NeSyFormats
import NeSyJSON
import NeSyNetworks
import NeSyStorage
import NeSyTensor

/// `nesy train --runs`: the same training from several seeds, rules from each, and what they come to on average.
///
/// Seed S trains into `OUT/seed-S`, a run folder as any other; `OUT/runs.json` keeps the options. When all are done,
/// `OUT/summary.json` and `OUT/summary.csv` hold the figures. Resuming keeps finished runs and their rules, also rules
/// that were extracted otherwise in the meantime, and goes on with the others; a series may become longer, not shorter.
public struct RunsStage: Sendable {
    /// Data, options and the folder `OUT`; its seed is the first one.
    public var train: TrainStage
    /// Seeds `options.seed`, `options.seed + 1`, …
    public var runs: Int

    public init(train: TrainStage, runs: Int) {
        self.train = train
        self.runs = runs
    }

    public struct Result: Sendable {
        /// The runs that are done.
        public let table: RunsTable
        public let path: String
        /// Whether the observer said stop: what is done so far can be gone on with.
        public let outcome: TrainingOutcome

        public var json: JSON { table.json(path: path, isFinished: outcome == .finished) }
    }

    private var files: FileSystem { train.files }
    private var path: String { RunFolder.trimmed(train.out) }

    /// - Throws: what training and extraction throw.
    public func run(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        var reader = DatasetReader()
        reader.fileSystem = files
        let (dataset, summary) = try reader.open(train.data)
        observer.note("\(summary)")
        return try run(on: dataset, backend: backend, pool: pool, observer: observer)
    }

    /// The same on images that are at hand.
    public func run(
        on dataset: ImageDataset, backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let series = train.resumes ? try RunSeries(in: path, files: files) : try begin()
        if train.resumes { try refuseShortening(series) }
        var outcomes: [RunOutcome] = []
        for number in 0..<runs {
            var stage = train
            stage.options = series.options
            stage.options.seed &+= UInt64(number)
            stage.weights = series.weights
            stage.out = runPath(seed: stage.options.seed)
            observer.note("seed \(stage.options.seed), run \(number + 1) of \(runs)")
            guard let folder = try finish(stage, on: dataset, backend: backend, pool: pool, observer: observer) else {
                return Result(
                    table: RunsTable(outcomes: outcomes, options: series.options), path: path, outcome: .stopped)
            }
            outcomes.append(try RunOutcome(seed: stage.options.seed, folder: folder))
        }
        let result = Result(
            table: RunsTable(outcomes: outcomes, options: series.options), path: path, outcome: .finished)
        try files.encode(Array(result.table.csv.utf8), to: path + "/summary.csv")
        try files.encode(Array((result.json.text(pretty: true) + "\n").utf8), to: path + "/summary.json")
        return result
    }

    private func runPath(seed: UInt64) -> String { "\(path)/\(RunsStage.prefix)\(seed)" }

    private static let prefix = "seed-"

    /// Figures of fewer runs than there are would be taken for those of the series.
    private func refuseShortening(_ series: RunSeries) throws(NeSyError) {
        var count = runs
        while try exists(runPath(seed: series.options.seed &+ UInt64(count)) + "/run.json") { count += 1 }
        guard count == runs else {
            throw NeSyError(
                .usage, "The series has more runs than are asked for.", at: path, expected: "--runs \(count) or more",
                found: "--runs \(runs)", remedy: "Go on with all of them: --runs \(count) --resume")
        }
    }

    /// Makes the folder, without runs, but for what says how its runs are made.
    private func begin() throws(NeSyError) -> RunSeries {
        let series = RunSeries(options: train.options, weights: train.weights.map(files.absolute))
        do throws(StorageError) {
            if let entry = try files.inspect(path) {
                guard entry == .directory else { throw StorageError(.makeDirectory, path, .notDirectory) }
                // A series that came to no run, for its options could not be, is replaced without asking.
                let isEmpty = try files.list(path).allSatisfy { $0 == "runs.json" }
                guard train.force || isEmpty else {
                    throw StorageError(.makeDirectory, path, .alreadyExists)
                }
            }
            try files.makeDirectory(path)
            for name in ["summary.json", "summary.csv"] { try files.remove(path + "/" + name) }
            for name in try files.list(path) where name.hasPrefix(RunsStage.prefix) {
                try RunFolder.clear(path + "/" + name, files: files)
            }
        } catch {
            throw RunFolder.failure(error)
        }
        try files.encode(Array((series.json.text(pretty: true) + "\n").utf8), to: RunSeries.path(in: path))
        return series
    }

    /// The run of one seed with its rules; nil when the observer said stop.
    private func finish(
        _ stage: TrainStage, on dataset: ImageDataset, backend: any ComputeBackend, pool: WorkerPool,
        observer: any StageObserver
    ) throws(NeSyError) -> RunFolder? {
        var stage = stage
        if train.resumes {
            let weights = stage.out + "/weights/last.safetensors"
            stage.resumes = try exists(weights)
            // What never came to a checkpoint is begun anew.
            stage.force = true
            if stage.resumes {
                let folder = try RunFolder.open(stage.out, files: files)
                let description = try RunDescription(folder: folder)
                try refuse(description, unlike: stage.recordedOptions, at: folder)
                let rules = RulesFolder(folder.rulesFolder, files: files)
                if try Checkpoint(file: weights, files: files).trainer == nil, try exists(rules.programFile),
                    try exists(rules.summaryFile)
                {
                    try stage.check(dataset, against: description, pool: pool)
                    observer.note("\(folder.path) is complete")
                    return folder
                }
            }
        }
        let trained = try stage.run(on: dataset, backend: backend, pool: pool, observer: observer)
        guard trained.outcome == .finished else { return nil }
        var extraction = ExtractStage(run: stage.out)
        extraction.files = files
        extraction.force = true
        let loaded = try LoadedRun(stage.out, backend: backend, files: files)
        let images = try loaded.images(of: dataset, pool: pool)
        do throws(NeSyError) {
            _ = try extraction.run(loaded, images: images, pool: pool, observer: observer)
        } catch {
            if error.kind == .interrupted { return nil }
            throw error
        }
        return trained.folder
    }

    /// - Throws: bad data when a run was made by other options than the series has.
    private func refuse(
        _ run: RunDescription, unlike options: RunOptions, at folder: RunFolder
    ) throws(NeSyError) {
        let pairs = zip(options.json.members ?? [], run.options.json.members ?? []).filter { $0 != $1 }
        if pairs.isEmpty { return }
        func text(_ members: [JSON.Member]) -> String {
            members.map { "\($0.key) \($0.value.text())" }.joined(separator: ", ")
        }
        throw NeSyError(
            .badData, "A run of the series was made by other options.", at: folder.runFile,
            expected: text(pairs.map(\.0)), found: text(pairs.map(\.1)),
            remedy: "Move \(folder.path) away to have it made again, or begin the series anew: --force, not --resume.")
    }

    private func exists(_ file: String) throws(NeSyError) -> Bool {
        do throws(StorageError) { return try files.inspect(file) != nil } catch { throw NeSyError(reading: error) }
    }
}
