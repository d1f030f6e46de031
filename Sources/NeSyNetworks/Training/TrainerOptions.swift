import NeSyTensor

/// What may be chosen about a training.
public struct TrainerOptions: Sendable, Hashable {
    public var epochs: Int
    public var optimizer: Optimizer
    /// The learning rate before the schedule.
    public var rate: Float
    public var schedule: Schedule
    /// Alpha: what the cross-entropy is multiplied by. 0 leaves only the losses on taps.
    public var crossEntropyWeight: Float
    /// A weight per class in the cross-entropy; nil for ones.
    public var classWeights: [Float]?
    /// Seed of the dropout masks.
    public var seed: UInt64
    /// Steps between two readings of losses from the device.
    public var readInterval: Int

    public init(
        epochs: Int, optimizer: Optimizer = .adam(), rate: Float = 1e-3, schedule: Schedule = .cosine(),
        crossEntropyWeight: Float = 1, classWeights: [Float]? = nil, seed: UInt64 = 0, readInterval: Int = 50
    ) {
        self.epochs = epochs
        self.optimizer = optimizer
        self.rate = rate
        self.schedule = schedule
        self.crossEntropyWeight = crossEntropyWeight
        self.classWeights = classWeights
        self.seed = seed
        self.readInterval = readInterval
    }

    /// - Throws: a usage error naming what is out of range.
    func check(classes: Int) throws(NeSyError) {
        guard epochs > 0, readInterval > 0 else {
            throw NeSyError(.usage, "A training has no epochs.", expected: "at least 1", found: "\(epochs)")
        }
        guard rate > 0, rate.isFinite else {
            throw NeSyError(.usage, "The learning rate is not positive.", found: "\(rate)")
        }
        guard crossEntropyWeight >= 0, crossEntropyWeight.isFinite else {
            throw NeSyError(
                .usage, "The weight of the cross-entropy is negative.", found: "\(crossEntropyWeight)")
        }
        if let classWeights {
            guard classWeights.count == classes, classWeights.allSatisfy({ $0 > 0 && $0.isFinite }) else {
                throw NeSyError(
                    .usage, "The class weights are unfit.", expected: "\(classes) positive numbers",
                    found: "\(classWeights)")
            }
        }
    }
}
