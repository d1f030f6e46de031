import NeSyCompute
import NeSyData
import NeSyJSON
import NeSyLogic
import NeSyNetworks
import NeSyStorage
import NeSyTensor

/// `nesy evaluate`: how the network and the rules of a run do on images.
public struct EvaluateStage: Sendable {
    public var run: String
    /// Other images than those of the run.
    public var data: String?
    public var testSplit: String?
    public var files = FileSystem.system

    public init(run: String) { self.run = run }

    /// What came out, in the words of `evaluate --json`.
    public struct Result: Sendable {
        public let run: String
        public let program: RuleProgram
        /// nil for other images without splits: none of them was trained on.
        public let train: RuleFigures?
        public let test: RuleFigures?
        public let seconds: Double
        public let folder: RulesFolder

        public var json: JSON {
            program.summary(
                schema: "nesy.evaluate/1", run: run, train: train, test: test,
                seconds: ["evaluate": .number(seconds)], files: ["program": .string(folder.programFile)])
        }
    }

    public func run(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let clock = Stopwatch()
        let loaded = try LoadedRun(run, backend: backend, files: files)
        let images = try loaded.images(data, split: testSplit, holdsOut: false, pool: pool)
        let folder = RulesFolder(loaded.folder.rulesFolder, files: files)
        let (theta, norm) = try loaded.extractedThresholds()
        let program = try loaded.extractedProgram()
        let size = loaded.description.options.batchSize
        func figures(_ source: any BatchSource) throws(NeSyError) -> RuleFigures {
            let readout = try FilterReadout(
                loaded.network, source: source, classes: images.classes, norm: norm,
                progress: { observer.progress("images read", done: $0, total: source.sampleCount) })
            let classes = readout.labels.classes
            return RuleFigures(
                program, try program.evaluate(readout.table(theta)),
                labels: program.targets(readout.labels, among: classes),
                network: program.targets(Labels(classes: classes, indices: readout.predictions), among: classes))
        }
        var train: RuleFigures? = try figures(try images.trainingBatches(size: size))
        var test: RuleFigures?
        if let source = try images.testBatches(size: size) {
            test = try figures(source)
        } else if data != nil {
            (train, test) = (nil, train)
        }
        return Result(
            run: loaded.folder.path, program: program, train: train, test: test, seconds: clock.seconds,
            folder: folder)
    }
}
