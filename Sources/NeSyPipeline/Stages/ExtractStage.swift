import NeSyCompute
import NeSyData
import NeSyFormats
import NeSyJSON
import NeSyLogic
import NeSyNetworks
import NeSyStorage
import NeSyTensor

/// `nesy extract`: a trained network and images in, rules out (NeSyFOLD, paper 2; thresholds of the training where
/// there are any, paper 1).
public struct ExtractStage: Sendable {
    public var run: String
    /// Other images than those of the run.
    public var data: String?
    public var testSplit: String?
    /// theta = alpha * mean + gamma * deviation, for networks that were not trained for thresholds.
    public var alpha = 0.6
    public var gamma = 0.7
    /// How filters are measured; the run's own when nil.
    public var norm: FilterNorm.Kind?
    /// Take thresholds from the training images even where the training fixed some.
    public var recomputesThresholds = false
    public var learner = LearnerOptions()
    public var force = false
    public var files = FileSystem.system

    public init(run: String) { self.run = run }

    /// What came out, in the words of `extract --json`.
    public struct Result: Sendable {
        public let run: String
        public let program: RuleProgram
        public let train: RuleFigures
        public let test: RuleFigures?
        public let seconds: (read: Double, fit: Double)
        public let folder: RulesFolder
        /// How the rules are written: with the names of filters where they have some.
        public let notation: RuleNotation

        public var json: JSON {
            program.summary(
                schema: "nesy.extract/1", run: run, train: train, test: test,
                seconds: ["read": .number(seconds.read), "fit": .number(seconds.fit)], files: folder.json)
        }
    }

    public func run(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let loaded = try LoadedRun(run, backend: backend, files: files)
        return try run(
            loaded, images: try loaded.images(data, split: testSplit, pool: pool), pool: pool, observer: observer)
    }

    /// The same for a run and images that are at hand.
    public func run(
        _ loaded: LoadedRun, images: DatasetImages, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let folder = RulesFolder(loaded.folder.rulesFolder, files: files)
        if !force { try folder.requireEmpty() }
        let size = loaded.description.options.batchSize
        let trainedNorm = try loaded.norm()
        let norm = self.norm ?? trainedNorm
        let reading = Stopwatch()
        let total = images.training.count + (images.test?.count ?? 0)
        let train = try FilterReadout(
            loaded.network, source: try images.trainingBatches(size: size), classes: images.classes, norm: norm,
            progress: { observer.progress("images read", done: $0, total: total) })
        var test: FilterReadout?
        if let source = try images.testBatches(size: size) {
            test = try FilterReadout(
                loaded.network, source: source, classes: images.classes, norm: norm,
                progress: { observer.progress("images read", done: train.labels.count + $0, total: total) })
        }
        let readSeconds = reading.seconds

        let fitting = Stopwatch()
        let strategy = loaded.description.options.strategy
        let trained = recomputesThresholds || strategy == .ts5 ? nil : loaded.filters?.thresholds
        if trained != nil, norm != trainedNorm {
            throw NeSyError(
                .usage, "The thresholds of this run were trained for another norm.",
                expected: trainedNorm.rawValue, found: norm.rawValue,
                remedy: "Leave out --norm, or add --recompute-thresholds.")
        }
        let theta = trained ?? FilterThresholds(norms: train.norms, alpha: alpha, gamma: gamma)
        let rules = try RuleExtraction(
            train: train, test: test, thresholds: theta, learner: learner, pool: pool,
            progress: { (done) throws(NeSyError) in
                observer.progress("images explained", done: done, total: train.labels.count)
                if observer.shouldStop {
                    throw NeSyError(.interrupted, "Interrupted before the rules were complete; nothing was written.")
                }
            })
        try folder.prepare()
        let thresholds = SafeTensors(
            tensors: TrainedFilters(thresholds: theta).arrays, metadata: ["norm": norm.rawValue])
        try files.encode(thresholds.encode(), to: folder.path + "/thresholds.safetensors")
        try folder.write(
            rules.program, table: train.table(theta), evaluation: rules.evaluation, notation: RuleExtraction.notation)
        let labelling = LabelsFolder(loaded.folder.labelsFolder, files: files)
        if let labels = try labelling.labels() {
            try labelling.writeRules(rules.program, labels: labels, table: train.table(theta))
            let unknown = Set(rules.program.usedAttributes).subtracting(labels.labels.map { "f\($0.filter)" }).count
            observer.note(
                unknown == 0
                    ? "rules with the names of filters in \(labelling.path)"
                    : "filters that were not looked at yet: \(unknown); name them with: nesy label "
                        + "\(loaded.folder.path) --force")
        }
        let result = Result(
            run: loaded.folder.path, program: rules.program, train: rules.train, test: rules.test,
            seconds: (readSeconds, fitting.seconds), folder: folder,
            notation: try labelling.notation())
        try files.encode(Array((result.json.text(pretty: true) + "\n").utf8), to: folder.summaryFile)
        return result
    }
}
