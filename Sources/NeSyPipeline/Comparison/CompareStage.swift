import NeSyCompute
import NeSyJSON
import NeSyNetworks
import NeSyTensor

/// `nesy compare`: strategies side by side, from one shared cross-entropy phase for each seed.
///
/// The network without strategy is always trained, for as many epochs as the others, because the random controls are
/// drawn from it.
public struct CompareStage: Sendable {
    public var options = RunOptions()
    public var strategies = Strategy.allCases
    /// Seeds `options.seed`, `options.seed + 1`, …
    public var seeds = 3
    public var learner = LearnerOptions()
    /// Thresholds of networks that were not trained for any: `alpha * mean + gamma * deviation`.
    public var alpha = 0.6
    public var gamma = 0.7

    public init() {}

    /// - Throws: a usage error without a test split; what training and learning throw; `.interrupted`.
    public func run(
        images: any RunImages, backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> ComparisonTable {
        guard try images.testBatches(size: options.batchSize) != nil else {
            throw NeSyError(
                .usage, "Strategies are compared on a test split, and there is none.",
                remedy: "Add a test folder, or let the data set hold some images back.")
        }
        try learner.check(classes: images.classes)
        for strategy in strategies {
            var own = options
            own.strategy = strategy
            try own.check()
            try own.checkFilters(of: try own.graph(input: images.input, classes: images.classes.count))
        }
        var outcomes: [StrategyOutcome] = []
        for seed in (0..<UInt64(seeds)).map({ options.seed + $0 }) {
            outcomes += try run(seed: seed, images: images, backend: backend, pool: pool, observer: observer)
        }
        return ComparisonTable(
            strategies: strategies, outcomes: outcomes, classes: images.classes.count, options: options)
    }

    private func run(
        seed: UInt64, images: any RunImages, backend: any ComputeBackend, pool: WorkerPool,
        observer: any StageObserver
    ) throws(NeSyError) -> [StrategyOutcome] {
        var shared = options
        shared.seed = seed
        shared.strategy = .none
        // All strategies share the first phase of a sparse strategy.
        var sparse = options
        sparse.strategy = .ts3
        shared.warmUpEpochs = sparse.phaseOneEpochs
        let graph = try shared.graph(input: images.input, classes: images.classes.count)
        let network = try Network(graph, on: backend, initializer: shared.initializer, seed: seed)

        observer.note("seed \(seed): cross-entropy, shared by all strategies")
        var first = shared
        first.epochs = shared.phaseOneEpochs
        try finish(StrategyTraining(network: network, images: images, options: first, observer: observer), observer)
        let start = try network.state()

        var plain: (train: FilterReadout, test: FilterReadout)?
        var outcomes: [StrategyOutcome] = []
        for strategy in [.none] + Strategy.allCases.filter({ $0 != .none && strategies.contains($0) }) {
            if strategy == .ts2, let same = outcomes.first(where: { $0.strategy == .ts1 }) {
                observer.note("seed \(seed): ts2 is ts1 here, for want of pretrained weights")
                outcomes.append(same.renamed(.ts2))
                continue
            }
            observer.note("seed \(seed): \(strategy.rawValue)")
            let clock = Stopwatch()
            try network.load(start)
            var own = shared
            own.strategy = strategy
            let training = try StrategyTraining(network: network, images: images, options: own, observer: observer)
            training.skipCrossEntropy()
            try finish(training, observer)
            let seconds = clock.seconds
            let readouts = try self.readouts(training)
            let control = plain ?? readouts
            if strategy == .none { plain = readouts }
            outcomes.append(
                try outcome(
                    training, readouts: readouts, control: control, seed: seed, seconds: seconds, pool: pool))
        }
        return outcomes.filter { strategies.contains($0.strategy) }
    }

    private func finish(_ training: StrategyTraining, _ observer: any StageObserver) throws(NeSyError) {
        if try training.run() == .stopped {
            throw NeSyError(.interrupted, "Interrupted before the comparison was complete; nothing was written.")
        }
    }

    private func readouts(
        _ training: StrategyTraining
    ) throws(NeSyError) -> (train: FilterReadout, test: FilterReadout) {
        let size = training.options.batchSize
        let norm = training.strategyOptions.norm
        let images = training.images
        guard let testSource = try images.testBatches(size: size) else {
            preconditionFailure("checked before training")
        }
        return (
            try FilterReadout(
                training.network, source: try images.trainingBatches(size: size), classes: images.classes, norm: norm),
            try FilterReadout(training.network, source: testSource, classes: images.classes, norm: norm)
        )
    }

    private func outcome(
        _ training: StrategyTraining, readouts: (train: FilterReadout, test: FilterReadout),
        control: (train: FilterReadout, test: FilterReadout), seed: UInt64, seconds: Double, pool: WorkerPool
    ) throws(NeSyError) -> StrategyOutcome {
        let strategy = training.options.strategy
        let (train, test) = readouts
        // TS5 was trained for no threshold that could be binarised at: take them from the training images.
        let trained = strategy == .ts5 ? nil : training.filters?.thresholds
        let theta = trained ?? FilterThresholds(norms: train.norms, alpha: alpha, gamma: gamma)
        let rules = try RuleExtraction(train: train, test: test, thresholds: theta, learner: learner, pool: pool)
        guard let figures = rules.test else { preconditionFailure("there is a test split") }
        let size = rules.program.size

        let controlTheta = FilterThresholds(norms: control.train.norms, alpha: alpha, gamma: gamma)
        let drawn = TellingFilters.random(max(1, size.predicates), of: controlTheta.values.count, seed: seed)
        let random = try RuleExtraction(
            train: control.train, test: control.test, thresholds: controlTheta, learner: learner, filters: drawn,
            pool: pool)

        let bits = theta.binarize(train.norms)
        var atBudget: [Double] = []
        for budget in StrategyOutcome.budgets {
            let chosen = TellingFilters.perClass(budget, bits: bits, labels: train.labels)
            let limited = try RuleExtraction(
                train: train, test: test, thresholds: theta, learner: learner, filters: chosen, pool: pool)
            atBudget.append(limited.test?.accuracy ?? 0)
        }
        return StrategyOutcome(
            strategy: strategy, seed: seed, figures: RuleOutcome(figures, size),
            binarity: training.binarity(of: test.norms, thresholds: theta), randomControl: random.test?.accuracy ?? 0,
            accuracyAtBudget: atBudget, seconds: seconds)
    }
}
