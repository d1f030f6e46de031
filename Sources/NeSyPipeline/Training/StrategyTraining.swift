import NeSyCompute
import NeSyNetworks
import NeSyTensor

/// One training by a strategy: a phase of cross-entropy, then a phase with the strategy's losses, each with its own
/// optimiser and schedule.
public final class StrategyTraining {
    public let network: Network
    public let images: any RunImages
    public let options: RunOptions
    public let strategyOptions: StrategyOptions
    /// What the strategy fixed when its phase began.
    public private(set) var filters: TrainedFilters?
    private var elite: EliteFilters?
    private var phase = 0
    private var trainer: Trainer?
    private var sparsity: SparsityTapLoss?
    private var stepsPerEpoch = 0
    private var hasReachedLimit = false
    private var lastTemperatures: [Float]?
    /// Whoever watches.
    public var observer: any StageObserver

    /// Stop when this many epochs of the whole training are done, as if the user had asked for it.
    public var stopAfterEpoch: Int?

    /// Stop when this many steps of the phase under way are done.
    public var stopAfterStep: Int?
    /// Steps between two readings of losses from the device.
    public var readInterval = 50

    /// Called after every epoch with its figures and what the network says about the test images, where there are any.
    public var onEpoch: (EpochRow, FilterReadout?) throws(NeSyError) -> Void = { (_, _) throws(NeSyError) in }

    /// Called after every epoch, and when the training stops: the place to write a checkpoint.
    public var onCheckpoint: (StrategyTraining) throws(NeSyError) -> Void = { (_: StrategyTraining) throws(NeSyError) in
    }

    /// - Throws: a usage error for options that cannot be read.
    public init(
        network: Network, images: any RunImages, options: RunOptions, observer: any StageObserver
    ) throws(NeSyError) {
        self.network = network
        self.images = images
        self.options = options
        self.observer = observer
        strategyOptions = try options.strategyOptions(classes: images.classes.count)
    }

    /// Epochs of each phase.
    private var phaseEpochs: [Int] { [options.phaseOneEpochs, options.epochs - options.phaseOneEpochs] }

    /// Where the training stands, to be written whole or not at all.
    /// - Throws: a device error.
    public func checkpoint() throws(NeSyError) -> Checkpoint {
        Checkpoint(
            phase: phase, trainer: try trainer?.state(), network: try network.state(), filters: filters,
            penalties: elite?.penalties)
    }

    /// Goes on where another training with the same options and images stopped.
    /// - Throws: bad data when the checkpoint is of another network, or contradicts the options.
    public func restore(_ checkpoint: Checkpoint) throws(NeSyError) {
        try network.load(checkpoint.network)
        phase = checkpoint.phase
        filters = checkpoint.filters
        elite = checkpoint.penalties.map { EliteFilters(penalties: $0) }
        guard let state = checkpoint.trainer else {
            trainer = nil
            phase = 2
            return
        }
        try makeTrainer()
        try trainer?.restore(state)
    }

    /// Whole epochs done, over both phases.
    public var epochsDone: Int {
        switch phase {
        case 0: trainer?.epoch ?? 0
        case 1: phaseEpochs[0] + (trainer?.epoch ?? 0)
        default: options.epochs
        }
    }

    /// Starts at the strategy's phase from a network that has been through the cross-entropy phase.
    public func skipCrossEntropy() { phase = 1 }

    /// Trains until all epochs are done, or the observer says stop.
    /// - Parameter onStep: called after every step.
    /// - Throws: what the trainer throws.
    public func run(
        onStep: (StepReport) throws(NeSyError) -> Void = { (_: StepReport) throws(NeSyError) in }
    ) throws(NeSyError) -> TrainingOutcome {
        while phase < 2 {
            if phaseEpochs[phase] > 0 {
                if trainer == nil {
                    if phase == 1 { try beginStrategy() }
                    try makeTrainer()
                }
                guard let trainer else { preconditionFailure("a phase has a trainer") }
                let outcome = try trainer.run(
                    shouldStop: { observer.shouldStop || hasReachedLimit },
                    onStep: { (report) throws(NeSyError) in
                        if let stopAfterStep, report.step >= stopAfterStep { hasReachedLimit = true }
                        try onStep(report)
                    },
                    onEpoch: { (report) throws(NeSyError) in try finish(report) })
                if outcome == .stopped {
                    try onCheckpoint(self)
                    return .stopped
                }
            }
            trainer = nil
            phase += 1
        }
        try onCheckpoint(self)
        return .finished
    }

    /// How binary the sigmoids of the strategy's last step are: the mean distance from one half. Without a sparsity
    /// loss: of `sigmoid(norm - theta)`.
    public func binarity(of norms: Tensor, thresholds: FilterThresholds) -> Double {
        let isTS5 = options.strategy == .ts5
        return SparsityDiagnostics.binarity(
            norms: norms, subtracted: isTS5 ? zeros(like: thresholds) : thresholds,
            temperatures: lastTemperatures ?? thresholds.values.map { _ in 1 })
    }

    /// P, theta and penalties, from the network as it is when the strategy's phase begins.
    private func beginStrategy() throws(NeSyError) {
        switch options.strategy {
        case .none: return
        case .ebp:
            let means = try readout(norm: .mean)
            elite = EliteFilters(
                means: means.norms, labels: means.labels, perClass: strategyOptions.filtersPerClass)
        case .ts1, .ts2, .ts3, .ts4, .ts5:
            let start = try readout(norm: strategyOptions.norm)
            var theta: FilterThresholds
            if case .constant(let value) = strategyOptions.thresholdPolicy {
                theta = FilterThresholds(values: [Float](repeating: value, count: start.norms.shape[1]))
            } else {
                theta = fit(FilterThresholds(norms: start.norms, alpha: strategyOptions.h1, gamma: strategyOptions.h2))
            }
            warnIfUnfit(theta)
            let matrix: FilterProbabilityMatrix
            if options.strategy.drawsFilters {
                matrix = try .random(
                    classes: images.classes.count, filters: theta.values.count,
                    perClass: strategyOptions.filtersPerClass, seed: options.seed)
            } else {
                matrix = .strongest(
                    norms: start.norms, labels: start.labels, perClass: strategyOptions.filtersPerClass)
            }
            filters = TrainedFilters(thresholds: theta, matrix: matrix)
        }
    }

    /// Nearly dead filters are lifted, except where a fraction of theta is the unit and small thetas do no harm.
    private func fit(_ theta: FilterThresholds) -> FilterThresholds {
        if case .relative = strategyOptions.temperature { return theta }
        return strategyOptions.norm == .mean ? theta : theta.lifted()
    }

    private func warnIfUnfit(_ theta: FilterThresholds) {
        let temperature: Float
        switch strategyOptions.temperature {
        case .relative: return
        case .constant(let value): temperature = value
        case .annealed(_, let to): temperature = to
        }
        if let warning = SparsityDiagnostics.warning(thresholds: theta, temperature: temperature) {
            observer.note("warning: " + warning)
        }
    }

    private func makeTrainer() throws(NeSyError) {
        var losses: [any TapLoss] = []
        sparsity = nil
        var alpha: Float = 1
        if phase == 1 {
            if options.strategy == .ebp, let elite {
                losses = [EliteTapLoss(elite: elite, weight: strategyOptions.eliteWeight)]
            } else if let matrix = filters?.matrix, let theta = filters?.thresholds {
                let loss = SparsityTapLoss(
                    matrix: matrix, thresholds: options.strategy == .ts5 ? zeros(like: theta) : theta,
                    options: strategyOptions)
                sparsity = loss
                losses = [loss]
            }
            alpha = options.strategy.isSparse ? strategyOptions.alpha : 1
        }
        let source = try images.shuffledBatches(size: options.batchSize, seed: options.seed &+ UInt64(phase))
        stepsPerEpoch = source.batchesPerEpoch
        trainer = try Trainer(
            network, source: source,
            options: TrainerOptions(
                epochs: phaseEpochs[phase], optimizer: try options.networkOptimizer(),
                rate: Float(options.learningRate), schedule: try options.networkSchedule(),
                crossEntropyWeight: alpha, classWeights: classWeights, seed: options.seed, readInterval: readInterval),
            tapLosses: losses)
    }

    private func zeros(like theta: FilterThresholds) -> FilterThresholds {
        FilterThresholds(values: theta.values.map { _ in 0 })
    }

    /// 1 - share of the class (specification §4.1).
    private var classWeights: [Float]? {
        guard options.weightsClasses else { return nil }
        let total = images.trainingCounts.reduce(0, +)
        return images.trainingCounts.map { Float(1 - Double($0) / Double(max(1, total))) }
    }

    /// The norms of the training images under the network as it is.
    private func readout(norm: FilterNorm.Kind) throws(NeSyError) -> FilterReadout {
        try FilterReadout(
            network, source: try images.trainingBatches(size: options.batchSize), classes: images.classes, norm: norm)
    }

    private func finish(_ report: EpochReport) throws(NeSyError) {
        let epochsBefore = phase == 0 ? 0 : phaseEpochs[0]
        var row = EpochRow(
            epoch: epochsBefore + report.epoch, of: options.epochs,
            phase: phase == 0 ? "cross-entropy" : options.strategy.rawValue, loss: report.loss,
            trainAccuracy: report.accuracy, learningRate: Double(report.rate),
            imagesPerSecond: report.imagesPerSecond, seconds: report.seconds)
        var readout: FilterReadout?
        if let source = try images.testBatches(size: options.batchSize) {
            let test = try FilterReadout(
                network, source: source, classes: images.classes, norm: strategyOptions.norm)
            readout = test
            row.testAccuracy = test.accuracy
            if let sparsity, let theta = filters?.thresholds {
                row.diagnostics = SparsityDiagnostics(
                    norms: test.norms, labels: test.labels, matrix: sparsity.matrix, thresholds: theta,
                    subtracted: sparsity.thresholds,
                    temperatures: sparsity.temperatures(step: report.epoch * stepsPerEpoch))
                lastTemperatures = sparsity.temperatures(step: report.epoch * stepsPerEpoch)
            }
        }
        if case .every(let epochs) = strategyOptions.thresholdPolicy, let sparsity, options.strategy != .ts5,
            report.epoch % epochs == 0
        {
            let current = try self.readout(norm: strategyOptions.norm)
            let theta = fit(
                FilterThresholds(norms: current.norms, alpha: strategyOptions.h1, gamma: strategyOptions.h2))
            sparsity.replaceThresholds(theta)
            filters?.thresholds = theta
        }
        observer.epoch(row)
        try onEpoch(row, readout)
        hasReachedLimit = stopAfterEpoch.map { row.epoch >= $0 } ?? false
        try onCheckpoint(self)
    }
}
