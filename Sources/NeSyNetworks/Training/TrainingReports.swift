/// Where a training stands, after a step.
public struct StepReport: Sendable, Hashable {
    /// The epoch under way, counting from 0.
    public var epoch: Int
    /// Batches done of this epoch, and all there are.
    public var batch: Int
    public var batchesPerEpoch: Int
    /// Steps done, and all there are.
    public var step: Int
    public var totalSteps: Int
    /// Mean losses of this epoch so far, as of the last reading from the device; names in
    /// ``Trainer/lossNames``.
    public var losses: [Double]
    public var accuracy: Double
    public var rate: Float
    /// Since this run began.
    public var imagesPerSecond: Double
}

/// An epoch that is done.
public struct EpochReport: Sendable, Hashable {
    /// Counting from 1.
    public var epoch: Int
    /// Mean losses; names in ``Trainer/lossNames``.
    public var losses: [Double]
    /// On the training images, while they were trained on.
    public var accuracy: Double
    public var validation: Evaluation?
    /// The learning rate of the last step.
    public var rate: Float
    public var seconds: Double
    public var imagesPerSecond: Double

    /// All parts together.
    public var loss: Double { losses.reduce(0, +) }
}

/// How a call of ``Trainer/run(shouldStop:onStep:onEpoch:)`` ended.
public enum TrainingOutcome: Sendable, Hashable {
    case finished
    /// `shouldStop` said so; the state may be saved and the training go on later.
    case stopped
}
