import NeSyCompute
import NeSyData
import NeSyFormats
import NeSyInduction
import NeSyJSON
import NeSyLogic
import NeSyNetworks
import NeSyReport
import NeSyStorage
import NeSyTensor

/// `nesy mine`: two layers in, the robust rules between them out that describe both in the fewest bits (ExplaiNN,
/// paper 4).
public struct MineStage: Sendable {
    public var inputs: MiningInputs
    public var miner = ExplaiNN()
    /// What is done to the network with the rules from its classes; nothing when nil.
    public var intervention: Intervention?
    public var out: String
    public var force = false

    public init(_ inputs: MiningInputs, out: String) {
        self.inputs = inputs
        self.out = out
    }

    /// What came out.
    public struct Result: Sendable {
        public let pair: LayerPair
        public let mined: MinedRules
        public let rules: RobustRuleSet
        public let intervention: InterventionOutcome?
        public let seconds: MiningSeconds
        public let folder: RulesFolder
        /// The names of the files that were written.
        public var files: [String]
    }

    /// - Throws: what reading the layers throws; a usage error for options out of range; `.missingInput` when there are
    ///   no images for the intervention, before the search; what writing throws. Nothing is written before the rules
    ///   are found.
    public func run(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let folder = RulesFolder(out, files: inputs.files)
        if !force { try folder.requireEmpty() }
        try inputs.check()
        let reading = Stopwatch()
        let source = try MinedRun(inputs, backend: backend)
        let intervention = try intervention.map { (intervention) throws(NeSyError) in
            try RunIntervention(intervention, on: source, inputs)
        }
        let images = try source?.images(pool: pool)
        var planned: Planned?
        if let intervention, let images { planned = (intervention, try intervention.testBatches(images)) }
        let pair = try inputs.read(source, images, pool: pool, observer: observer)
        return try run(
            pair, reading: reading.seconds, planned, folder: folder, backend: backend, pool: pool, observer: observer)
    }

    /// The same for layers that are at hand, without intervention.
    public func run(
        on pair: LayerPair, backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let folder = RulesFolder(out, files: inputs.files)
        if !force { try folder.requireEmpty() }
        return try run(pair, reading: 0, nil, folder: folder, backend: backend, pool: pool, observer: observer)
    }

    /// An intervention, and the images it is tried on.
    private typealias Planned = (intervention: RunIntervention, test: any BatchSource)

    private func run(
        _ pair: LayerPair, reading: Double, _ planned: Planned?, folder: RulesFolder,
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        var clock = MiningClock(reading: reading)
        let mined = try miner.mine(heads: pair.heads.bits, tails: pair.tails.bits, backend: backend, pool: pool) {
            (phase, done, total) throws(NeSyError) in
            clock.count(phase)
            observer.progress(MineStage.work(phase), done: done, total: total)
            if observer.shouldStop { throw MiningInputs.interrupted }
        }
        let seconds = clock.end()
        let rules = RobustRuleSet(mined, between: pair)
        let outcome = try planned.map { (planned) throws(NeSyError) in
            try planned.intervention.outcome(of: mined, on: planned.test, observer: observer)
        }
        try folder.prepareMining()
        var files = try folder.writeNotations(of: rules, pair: pair)
        if let outcome { files += try folder.write(outcome) }
        let result = Result(
            pair: pair, mined: mined, rules: rules, intervention: outcome, seconds: seconds, folder: folder,
            files: files + ["summary.json", "rules.json"])
        try folder.write("summary.json", result.json.text(pretty: true) + "\n")
        // Last, so that a folder with it is complete.
        try folder.write("rules.json", rules.json().text(pretty: true) + "\n")
        return result
    }

    static func work(_ phase: ExplaiNN.Phase) -> String {
        switch phase {
        case .counting: "tails counted"
        case .newRules: "tails explained"
        case .merging: "rules merged"
        }
    }
}

extension MineStage.Result {
    /// By how much the rules shorten the description: 0.25 means a quarter fewer bits.
    public var compression: Double {
        mined.baseline.total > 0 ? 1 - mined.found.total / mined.baseline.total : 0
    }

    /// What to try when the tails are set so often that rules say little; nil when all is well. Dense activations
    /// compress little, and every head is confident of a tail that is nearly always set.
    public var advice: String? {
        let density = pair.tails.density
        guard density > 0.5 || density > 0.25 && compression < 0.1 else { return nil }
        return
            "dense: the tails are set in \(ShareText.percent(density)) of all cells and the rules save "
            + "\(ShareText.percent(compression)) of the bits; --quantile 0.8 or a higher --threshold gives rules that "
            + "say more"
    }

    /// In the words of `mine --json`.
    public var json: JSON {
        var members: [JSON.Member] = document.members ?? []
        if let sharing { members.append(JSON.Member("sharing", sharing.json)) }
        if let intervention { members.append(JSON.Member("intervention", intervention.json)) }
        return .object(members)
    }

    /// Which classes share rules; nil when the heads are no classes.
    public var sharing: HeadSharing? {
        pair.heads.kind == .classes ? HeadSharing(mined, pair: pair) : nil
    }

    private var document: JSON {
        [
            "schema": "nesy.mine/1",
            "rows": .integer(pair.rows),
            "heads": .integer(pair.heads.count),
            "tails": .integer(pair.tails.count),
            "head_layer": .string(pair.heads.layer),
            "tail_layer": .string(pair.tails.layer),
            "rules": .array(rules.rules.map { $0.json() }),
            "bits": [
                "baseline": .number(mined.baseline.total),
                "model": .number(mined.found.model),
                "data": .number(mined.found.data),
                "total": .number(mined.found.total),
            ],
            "compression": .number(compression),
            "seconds": [
                "read": .number(seconds.read), "count": .number(seconds.count), "new": .number(seconds.new),
                "merge": .number(seconds.merge),
            ],
            "files": .object(files.map { JSON.Member($0, .string(folder.path + "/" + $0)) }),
        ]
    }
}
