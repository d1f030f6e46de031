import NeSyCompute
import NeSyInduction
import NeSyTensor

/// An ``Intervention`` on the network whose rules are mined; that it can be done is known before the search.
struct RunIntervention: Sendable {
    let intervention: Intervention
    private let source: MiningInputs.NetworkLayers
    private let loaded: LoadedRun
    private let isPerFilter: Bool

    /// - Throws: a usage error when there is no network, the heads are not its classes, or the tails do not feed them
    ///   directly; what loading the run throws.
    init(
        _ intervention: Intervention, on inputs: MiningInputs, backend: any ComputeBackend
    ) throws(NeSyError) {
        guard case .network(let source) = inputs.source else {
            throw NeSyError(
                .usage, "An intervention cuts weights of a network, and tables have none.",
                expected: "the folder of a run", remedy: "Leave out --intervene.")
        }
        loaded = try LoadedRun(source.run, backend: backend, files: inputs.files)
        let graph = loaded.network.graph
        guard try graph.nodeIndex(of: source.heads) == graph.nodes.count - 1 else {
            throw NeSyError(
                .usage, "An intervention cuts neurons off classes, and the heads are no classes.",
                expected: "--heads output", found: "--heads \(source.heads)",
                remedy: "Leave out --intervene, or take the output as heads.")
        }
        self.intervention = intervention
        self.source = source
        let isVector = try graph.shape(of: source.tails).isVector
        isPerFilter = inputs.granularity == .filter && !isVector
        try intervention.check(loaded.network, layer: source.tails, isPerFilter: isPerFilter)
    }

    /// - Parameter mined: rules from the classes to the tails.
    /// - Throws: what reading the images throws; `.missingInput` when there are no images to test on.
    func outcome(
        of mined: MinedRules, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> InterventionOutcome {
        let classes = loaded.description.classes
        var neurons = [Set<Int>](repeating: [], count: classes.count)
        for rule in mined.rules.map(\.rule) {
            for label in rule.head { neurons[label].formUnion(rule.tail.map { $0 - classes.count }) }
        }
        let images = try loaded.images(source.data, split: source.split, holdsOut: false, pool: pool)
        let size = loaded.description.options.batchSize
        // Other images without splits are all images to test on.
        var test = try images.testBatches(size: size)
        if test == nil, source.data != nil { test = try images.trainingBatches(size: size) }
        guard let test else {
            throw NeSyError(
                .missingInput, "The run has no test images to see what an intervention does.",
                at: loaded.description.dataPath, remedy: "Name some of the same classes: --data FOLDER.")
        }
        return try intervention.run(
            loaded.network, neurons: neurons, of: source.tails, isPerFilter: isPerFilter, images: test,
            classes: classes
        ) { (done) throws(NeSyError) in
            observer.progress("images classified again", done: done, total: test.sampleCount)
            if observer.shouldStop { throw MiningInputs.interrupted }
        }
    }
}
