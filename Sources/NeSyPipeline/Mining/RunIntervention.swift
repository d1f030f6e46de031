import NeSyCompute
import NeSyInduction
import NeSyNetworks
import NeSyTensor

/// An ``Intervention`` on the network whose rules are mined; that it can be done is known before the search.
struct RunIntervention: Sendable {
    let intervention: Intervention
    private let run: MinedRun
    private let isPerFilter: Bool

    /// - Parameter run: nil for tables.
    /// - Throws: a usage error when there is no network, the heads are not its classes, or the tails do not feed them
    ///   directly.
    init(_ intervention: Intervention, on run: MinedRun?, _ inputs: MiningInputs) throws(NeSyError) {
        guard let run else {
            throw NeSyError(
                .usage, "An intervention cuts weights of a network, and tables have none.",
                expected: "the folder of a run", remedy: "Leave out --intervene.")
        }
        let graph = run.loaded.network.graph
        guard try graph.nodeIndex(of: run.source.heads) == graph.nodes.count - 1 else {
            throw NeSyError(
                .usage, "An intervention cuts neurons off classes, and the heads are no classes.",
                expected: "--heads output", found: "--heads \(run.source.heads)",
                remedy: "Leave out --intervene, or take the output as heads.")
        }
        self.intervention = intervention
        self.run = run
        isPerFilter = inputs.granularity == .filter
        try intervention.check(run.loaded.network, layer: run.source.tails, isPerFilter: isPerFilter)
    }

    /// The images to classify again.
    /// - Throws: `.missingInput` when there are none.
    func testBatches(_ images: DatasetImages) throws(NeSyError) -> any BatchSource {
        let size = run.loaded.description.options.batchSize
        if let test = try images.testBatches(size: size) { return test }
        // Other images without splits are all images to test on.
        if run.source.data != nil { return try images.trainingBatches(size: size) }
        throw NeSyError(
            .missingInput, "The run has no test images to see what an intervention does.",
            at: run.loaded.description.dataPath, remedy: "Name some of the same classes: --data FOLDER.")
    }

    /// - Parameters:
    ///   - mined: rules from the classes to the tails.
    ///   - test: as ``testBatches(_:)`` says.
    /// - Throws: what reading the images throws; a device error; interrupted when the observer says so.
    func outcome(
        of mined: MinedRules, on test: any BatchSource, observer: any StageObserver
    ) throws(NeSyError) -> InterventionOutcome {
        let classes = run.loaded.description.classes
        var neurons = [Set<Int>](repeating: [], count: classes.count)
        for rule in mined.rules.map(\.rule) {
            for label in rule.head { neurons[label].formUnion(rule.tail.map { $0 - classes.count }) }
        }
        return try intervention.run(
            run.loaded.network, neurons: neurons, of: run.source.tails, isPerFilter: isPerFilter, images: test,
            classes: classes
        ) { (done) throws(NeSyError) in
            observer.progress("images classified again", done: done, total: test.sampleCount)
            if observer.shouldStop { throw MiningInputs.interrupted }
        }
    }
}
