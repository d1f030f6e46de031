import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct TrainerTests {
    /// A loss on a tap that pulls all maps towards zero: half the sum of squares over the batch, times a factor.
    final class Shrinking: TapLoss {
        let tap: String
        let factor: Float
        var shape: Shape = []
        var batches: [Int] = []
        var steps: [Int] = []

        init(tap: String = "filters", factor: Float) {
            self.tap = tap
            self.factor = factor
        }

        func prepare(
            on backend: any ComputeBackend, shape: Shape, classes: Int, totalSteps: Int
        ) throws(NeSyError) {
            self.shape = shape
        }

        func apply(
            on backend: any ComputeBackend, step: Int, batch: Int, maps: BufferSlice, labels: BufferSlice,
            loss: BufferSlice, mapGradient: BufferSlice
        ) {
            batches.append(batch)
            steps.append(step)
            let values = (try? backend.download(maps)) ?? []
            let sum = values.reduce(Float(0)) { $0 + $1 * $1 }
            backend.upload([((try? backend.download(loss)) ?? [.nan])[0] + factor * sum / 2], to: loss)
            backend.accumulate(maps, times: factor, into: mapGradient)
        }
    }

    /// A small network with everything that has a state: batch normalisation, dropout, moments, a last batch that is
    /// smaller than the others.
    struct Setting {
        var threads = 1
        var optimizer = Optimizer.adam()
        var schedule = Schedule.cosine()
        var epochs = 4
        var rate: Float = 0.01
        var side = 8
        var images = 22
        var readInterval = 3
        var tapLosses: [any TapLoss] = []
        var validates = false

        func make() throws -> Trainer {
            let backend = CPUBackend(pool: WorkerPool(threadCount: threads))
            let graph = try NetworkGraph(
                input: FeatureShape(height: side, width: side, channels: 1), classes: 3,
                nodes: [
                    NetworkNode(
                        "conv1", .convolution(ConvolutionLayer(filters: 6, kernel: 3, padding: 1, bias: false)),
                        inputs: ["input"]),
                    NetworkNode("bn1", .batchNormalization(), inputs: ["conv1"]),
                    NetworkNode("relu1", .activation(.relu), inputs: ["bn1"]),
                    NetworkNode("pool1", .pooling(PoolingLayer(.maximum, kernel: 2)), inputs: ["relu1"]),
                    NetworkNode("drop", .dropout(rate: 0.2), inputs: ["pool1"]),
                    NetworkNode("flatten", .flatten, inputs: ["drop"]),
                    NetworkNode("fc1", .fullyConnected(outputs: 3), inputs: ["flatten"]),
                ], taps: ["filters": "relu1"])
            let (pixels, labels) = SmallNetworks.separableImages(count: images, side: side, classes: 3)
            let source = try MemoryBatches(
                images: pixels, labels: labels, batchSize: 5, order: .shuffled(seed: 7))
            let validation = try MemoryBatches(images: pixels, labels: labels, batchSize: 4)
            return try Trainer(
                Network(graph, on: backend, seed: 2), source: source,
                options: TrainerOptions(
                    epochs: epochs, optimizer: optimizer, rate: rate, schedule: schedule, seed: 8,
                    readInterval: readInterval), tapLosses: tapLosses, validation: validates ? validation : nil)
        }
    }

    static let optimizers: [Optimizer] = [
        .sgd(), .sgd(momentum: 0.9, nesterov: true), .adam(decay: 1e-3), .adamW(), .adaDelta(),
    ]

    /// Steps 5 a epoch: stopped before any, inside the first, at the end of the second, near the end.
    @Test(arguments: optimizers, [0, 3, 10, 19])
    func goesOnBitForBit(optimizer: Optimizer, stop: Int) throws {
        var setting = Setting(optimizer: optimizer, schedule: .plateau(factor: 0.5, patience: 0))
        setting.validates = true
        let whole = try setting.make()
        var reports: [EpochReport] = []
        #expect(try whole.run(onEpoch: { reports.append($0) }) == .finished)

        let first = try setting.make()
        var seen = 0
        let outcome = try first.run(shouldStop: {
            seen += 1
            return seen > stop
        })
        #expect(outcome == .stopped)
        #expect(try first.state().step == stop)
        setting.readInterval = 50
        let second = try setting.make()
        try second.network.load(first.network.state())
        try second.restore(first.state())
        var later: [EpochReport] = []
        #expect(try second.run(onEpoch: { later.append($0) }) == .finished)

        #expect(try second.network.state() == whole.network.state())
        #expect(try second.state() == whole.state())
        #expect(later.map(\.losses) == reports.suffix(later.count).map(\.losses))
        #expect(later.map(\.accuracy) == reports.suffix(later.count).map(\.accuracy))
        #expect(later.count == 4 - stop / 5)
    }

    @Test func goesOnFromACallback() throws {
        let whole = try Setting().make()
        var saved: (NetworkState, TrainerState)?
        try whole.run(onEpoch: { (report) throws(NeSyError) in
            if report.epoch == 2 { saved = (try whole.network.state(), try whole.state()) }
        })
        let (weights, state) = try #require(saved)
        #expect(state.epoch == 2 && state.batch == 0)
        let second = try Setting().make()
        try second.network.load(weights)
        try second.restore(state)
        try second.run()
        #expect(try second.network.state() == whole.network.state())
    }

    @Test func threadsChangeNoBit() throws {
        var states: [NetworkState] = []
        for threads in [1, 2, 3] {
            let trainer = try Setting(threads: threads).make()
            try trainer.run()
            states.append(try trainer.network.state())
        }
        #expect(states[0] == states[1])
        #expect(states[0] == states[2])
    }

    @Test(arguments: optimizers)
    func learnsASmallSetByHeart(optimizer: Optimizer) throws {
        var setting = Setting(optimizer: optimizer, schedule: .constant, epochs: 40)
        if case .adaDelta = optimizer { setting.rate = 1 }
        if case .sgd = optimizer { setting.rate = 0.05 }
        setting.validates = true
        let trainer = try setting.make()
        var last: EpochReport?
        try trainer.run(onEpoch: { last = $0 })
        #expect(last?.validation?.accuracy == 1)
        #expect(try trainer.state().best?.accuracy == 1)
        #expect(last?.epoch == 40)
    }

    @Test func theLastBatchIsNotFilledUp() throws {
        let loss = Shrinking(factor: 0.01)
        let trainer = try Setting(epochs: 2, tapLosses: [loss]).make()
        var reports: [EpochReport] = []
        try trainer.run(onEpoch: { reports.append($0) })
        #expect(loss.shape == [5, 8, 8, 6])
        #expect(loss.batches == [5, 5, 5, 5, 2, 5, 5, 5, 5, 2])
        #expect(loss.steps == Array(0..<10))
        #expect(trainer.lossNames == ["cross-entropy", "filters"])
        #expect(reports[0].losses[1] > reports[1].losses[1])
    }

    @Test func aLossOnATapReachesTheWeights() throws {
        let plain = try Setting(epochs: 1).make()
        let pulled = try Setting(epochs: 1, tapLosses: [Shrinking(factor: 0.1)]).make()
        try plain.run()
        try pulled.run()
        #expect(try plain.network.state()["conv1.weight"] != pulled.network.state()["conv1.weight"])
    }

    @Test func stepsAreReported() throws {
        let trainer = try Setting(epochs: 2).make()
        var steps: [Int] = []
        var rates: [Float] = []
        try trainer.run(onStep: {
            steps.append($0.step)
            rates.append($0.rate)
            #expect($0.totalSteps == 10 && $0.batchesPerEpoch == 5)
        })
        #expect(steps == Array(1...10))
        #expect(rates[0] == 0.01 && zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test func aLossThatIsNoNumberStops() throws {
        let trainer = try Setting(optimizer: .sgd(), schedule: .constant, rate: 1e30).make()
        let error = #expect(throws: NeSyError.self) { try trainer.run() }
        #expect(error?.kind == .badData)
        #expect(error?.location?.hasPrefix("epoch 1, step ") == true)
        #expect(error?.remedy?.contains("learning rate") == true)
    }

    @Test func unfitStatesAreRefusedWhole() throws {
        let trainer = try Setting().make()
        var seen = 0
        try trainer.run(shouldStop: {
            seen += 1
            return seen > 3
        })
        let good = try trainer.state()
        let fresh = try Setting().make()
        let untouched = try fresh.state()
        let changes: [(inout TrainerState) -> Void] = [
            { $0.epoch = 9 }, { $0.batch = 7 }, { $0.step = 4 }, { $0.batch = -1 }, { $0.running.sums = [] },
            { $0.running.sums = [.nan] }, { $0.schedule.factor = 0 }, { $0.schedule.best = .nan },
            { $0.moments.removeLast() }, { $0.moments[0].tensor.values[0] = .nan },
            { $0.moments[0].name = "conv1.weight.velocity" },
            { $0.moments.append(NamedTensor("other.first_moment", Tensor(zeros: [1]))) },
        ]
        for change in changes {
            var state = good
            change(&state)
            let error = #expect(throws: NeSyError.self) { try fresh.restore(state) }
            #expect(error?.kind == .badData)
            #expect(try fresh.state() == untouched)
        }
        try fresh.restore(good)
        #expect(try fresh.state() == good)
        let other = try Setting(optimizer: .sgd()).make()
        #expect(throws: NeSyError.self) { try other.restore(good) }
    }

    @Test func optionsOutOfRangeAreRefused() {
        for options in [
            TrainerOptions(epochs: 0), TrainerOptions(epochs: 1, rate: .nan),
            TrainerOptions(epochs: 1, crossEntropyWeight: -1), TrainerOptions(epochs: 1, classWeights: [1]),
            TrainerOptions(epochs: 1, classWeights: [1, 0, 1]), TrainerOptions(epochs: 1, readInterval: 0),
        ] {
            let error = #expect(throws: NeSyError.self) { try options.check(classes: 3) }
            #expect(error?.kind == .usage)
        }
    }
}
