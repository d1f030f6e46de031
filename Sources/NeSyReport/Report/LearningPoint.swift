/// The figures of one epoch of training.
public struct LearningPoint: Sendable, Hashable {
    /// Counts from 1.
    public var epoch: Int
    /// What was minimised: `cross-entropy`, or the name of a strategy. A change is marked in the plot.
    public var phase: String
    public var loss: Double
    public var trainAccuracy: Double
    public var testAccuracy: Double?

    public init(epoch: Int, phase: String, loss: Double, trainAccuracy: Double, testAccuracy: Double? = nil) {
        self.epoch = epoch
        self.phase = phase
        self.loss = loss
        self.trainAccuracy = trainAccuracy
        self.testAccuracy = testAccuracy
    }
}
