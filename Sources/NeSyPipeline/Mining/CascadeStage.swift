import NeSyCompute
import NeSyInduction
import NeSyJSON
import NeSyReport
import NeSyStorage
import NeSyTensor

/// `nesy mine --cascade`: rules through several layers of a trained network, see ``Cascade``.
public struct CascadeStage: Sendable {
    /// Where the layers come from; which pair it names does not matter here.
    public var inputs: MiningInputs
    /// From the classes down.
    public var layers: [String]
    public var heads = Cascade.Heads.groups
    public var miner = ExplaiNN()
    public var out: String
    public var force = false

    public init(_ inputs: MiningInputs, layers: [String], out: String) {
        self.inputs = inputs
        self.layers = layers
        self.out = RunFolder.trimmed(out)
    }

    public struct Result: Sendable {
        public let run: String
        public let cascade: Cascade
        public let rows: Int
        public let seconds: (read: Double, mine: Double)
        /// The folder that was written, and the names of the files in it.
        public let folder: String
        public let files: [String]

        /// In the words of `mine --cascade --json`.
        public var json: JSON {
            [
                "schema": "nesy.mine.cascade/1",
                "run": .string(run),
                "rows": .integer(rows),
                "cascade": cascade.json,
                "seconds": ["read": .number(seconds.read), "mine": .number(seconds.mine)],
                "files": .object(files.map { JSON.Member($0, .string(folder + "/" + $0)) }),
            ]
        }
    }

    /// - Throws: a usage error for tables.
    public static func layers(of inputs: MiningInputs) throws(NeSyError) -> MiningInputs.NetworkLayers {
        guard case .network(let source) = inputs.source else {
            throw NeSyError(
                .usage, "A cascade leads through the layers of a network, and tables have none.",
                expected: "the folder of a run", remedy: "Mine the tables pair by pair.")
        }
        return source
    }

    /// - Throws: a usage error when the layers are no cascade of a network; what reading, mining and writing throw.
    ///   Nothing is written before all rules are found.
    public func run(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let source = try CascadeStage.layers(of: inputs)
        try inputs.check()
        try requireEmpty()
        let reading = Stopwatch()
        let loaded = try LoadedRun(source.run, backend: backend, files: inputs.files)
        try Cascade.check(layers, in: loaded.network.graph)
        let images = try loaded.images(source.data, split: source.split, holdsOut: false, pool: pool)
        let items = try inputs.read(
            layers, split: source.split, of: loaded, images: images, observer: observer)
        for layer in items { MiningInputs.report(layer, to: observer) }
        let readSeconds = reading.seconds
        let mining = Stopwatch()
        let cascade = try Cascade.mine(items, heads: heads, miner: miner, backend: backend, pool: pool) {
            (step, phase, done, total) throws(NeSyError) in
            observer.progress(
                "\(items[step].layer) -> \(items[step + 1].layer): \(MineStage.work(phase))", done: done, total: total)
            if observer.shouldStop { throw MiningInputs.interrupted }
        }
        if let last = cascade.steps.last, last.rules.rules.isEmpty {
            observer.note(
                "no rules from \(last.rules.headLayer) to \(last.rules.tailLayer), the cascade ends there; where items "
                    + "are nearly always set, --quantile 0.8 tells more")
        }
        let seconds = (readSeconds, mining.seconds)
        for step in cascade.steps where step.rules.rules.count > CascadeStage.drawnTails {
            observer.note(
                "cascade.svg draws \(CascadeStage.drawnTails) of the \(step.rules.rules.count) tails in "
                    + "\(step.rules.tailLayer), those of the rules that save most; cascade.dot has all")
        }
        let files = try write(cascade)
        return Result(
            run: loaded.folder.path, cascade: cascade, rows: items[0].rows, seconds: seconds, folder: out,
            files: files)
    }

    /// Most tails of a layer in the picture: more cannot be told apart. The other files have them all.
    private static let drawnTails = 60

    private var documentFile: String { out + "/cascade.json" }

    private func requireEmpty() throws(NeSyError) {
        if force { return }
        var isThere = false
        do throws(StorageError) {
            isThere = try inputs.files.inspect(documentFile) != nil
        } catch { throw NeSyError(writing: error) }
        if isThere {
            throw NeSyError(
                .cannotCreateOutput, "The output folder holds a cascade already.", at: out, found: "cascade.json",
                remedy: "Choose another --out, or add --force to replace it.")
        }
    }

    /// The document comes last, so that a folder with one is complete.
    private func write(_ cascade: Cascade) throws(NeSyError) -> [String] {
        do throws(StorageError) {
            try inputs.files.makeDirectory(out)
            try inputs.files.remove(documentFile)
            try inputs.files.sweep(out)
        } catch { throw NeSyError(writing: error) }
        let contents = [
            ("cascade.txt", Array(cascade.text().utf8)), ("cascade.dot", Array(cascade.diagram().dot.utf8)),
            ("cascade.svg", try cascade.diagram(limit: CascadeStage.drawnTails).picture().bytes),
            ("cascade.json", Array((cascade.json.text(pretty: true) + "\n").utf8)),
        ]
        for (name, bytes) in contents { try inputs.files.encode(bytes, to: out + "/" + name) }
        return contents.map(\.0)
    }
}
