import NeSyCompute
import NeSyTensor

/// Trains a ``Network`` on batches: cross-entropy of the logits and any losses on taps, an optimiser over all
/// weights at once. Losses stay on the device and are read now and then.
///
/// A training is the same bits for the same seed, whatever the number of threads, and whether or not it was stopped,
/// saved and restored at any step.
public final class Trainer {
    public let network: Network
    public let options: TrainerOptions
    public let totalSteps: Int
    /// Names of the parts of a loss: `cross-entropy`, then the tap of every further loss.
    public let lossNames: [String]

    let source: any BatchSource
    let validation: (any BatchSource)?
    let tapLosses: [any TapLoss]
    let tapNodes: [Int]
    let execution: NetworkExecution
    /// Made when first needed.
    var validationExecution: NetworkExecution?
    let moments: [BufferSlice]
    let classWeights: BufferSlice?
    let ledger: LossLedger

    /// Whole epochs done.
    public internal(set) var epoch = 0
    var batch = 0
    var step = 0
    var schedule = Schedule.State()
    var running: RunningLoss
    var best: BestEpoch?

    /// - Parameters:
    ///   - validation: evaluated after every epoch, where given; the plateau schedule looks at its loss, or else at
    ///     the training loss.
    /// - Throws: a usage error for options out of range or an unknown tap, a device error when the memory is not
    ///   there.
    public init(
        _ network: Network, source: any BatchSource, options: TrainerOptions, tapLosses: [any TapLoss] = [],
        validation: (any BatchSource)? = nil
    ) throws(NeSyError) {
        let graph = network.graph
        try options.check(classes: graph.classes)
        self.network = network
        self.options = options
        self.source = source
        self.validation = validation
        self.tapLosses = tapLosses
        let backend = network.backend
        let capacity = min(source.batchSize, max(1, source.sampleCount))
        totalSteps = options.epochs * source.batchesPerEpoch
        lossNames = ["cross-entropy"] + tapLosses.map(\.tap)
        running = RunningLoss(sums: lossNames.map { _ in 0 })
        var nodes: [Int] = []
        for loss in tapLosses { nodes.append(try graph.nodeIndex(of: loss.tap)) }
        tapNodes = nodes
        execution = try NetworkExecution(
            network, capacity: capacity, mode: .training, keeping: Set(tapLosses.map(\.tap)),
            beside: options.optimizer.momentNames.map { _ in network.parameters.count }, seed: options.seed)
        var moments: [BufferSlice] = []
        for _ in options.optimizer.momentNames {
            moments.append(try backend.makeBuffer(count: network.parameters.count).slice)
        }
        self.moments = moments
        if let weights = options.classWeights {
            let slice = try backend.makeBuffer(count: weights.count).slice
            backend.upload(weights, to: slice)
            classWeights = slice
        } else {
            classWeights = nil
        }
        ledger = try LossLedger(
            backend, interval: options.readInterval, parts: lossNames.count, capacity: capacity,
            classes: graph.classes)
        for (loss, node) in zip(tapLosses, nodes) {
            try loss.prepare(
                on: backend, shape: graph.shapes[node].batched(capacity), classes: graph.classes,
                totalSteps: totalSteps)
        }
    }

    /// The learning rate of the next step.
    public var rate: Float {
        options.schedule.rate(
            base: options.rate, epoch: epoch, step: step, totalSteps: totalSteps, state: schedule)
    }
}
