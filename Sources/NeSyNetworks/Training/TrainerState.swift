/// Everything but the weights that a training needs to go on as if it had not stopped. Dropout masks and orders of
/// samples follow from seed, epoch and step, so the positions below are the whole state of the random numbers.
public struct TrainerState: Sendable, Hashable {
    /// Whole epochs done.
    public var epoch: Int
    /// Batches done of the epoch that is under way.
    public var batch: Int
    /// Steps done.
    public var step: Int
    public var schedule: Schedule.State
    /// What the optimiser remembers: `conv1.weight.velocity`, …
    public var moments: [NamedTensor]
    /// Sums over the batches of the epoch that is under way.
    public var running: RunningLoss
    /// The best validation accuracy so far and its epoch (counting from 1); nil without validation.
    public var best: BestEpoch?

    public init(
        epoch: Int, batch: Int, step: Int, schedule: Schedule.State, moments: [NamedTensor],
        running: RunningLoss, best: BestEpoch?
    ) {
        self.epoch = epoch
        self.batch = batch
        self.step = step
        self.schedule = schedule
        self.moments = moments
        self.running = running
        self.best = best
    }
}

/// The epoch with the best validation accuracy.
public struct BestEpoch: Sendable, Hashable {
    public var epoch: Int
    public var accuracy: Double

    public init(epoch: Int, accuracy: Double) {
        self.epoch = epoch
        self.accuracy = accuracy
    }
}
