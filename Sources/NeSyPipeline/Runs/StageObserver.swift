import NeSyNetworks

/// Whoever watches a stage: a terminal, a log, a test. Called from the thread that runs the stage.
public protocol StageObserver: Sendable {
    /// One line worth knowing: a choice that was made, a warning.
    func note(_ line: String)
    /// An epoch has ended.
    func epoch(_ row: EpochRow)
    /// `done` of `total` parts of the named work are done.
    func progress(_ work: String, done: Int, total: Int)
    /// Whether the user asked to stop; polled between steps.
    var shouldStop: Bool { get }
}

/// An observer that sees nothing and never stops.
public struct SilentObserver: StageObserver {
    public init() {}
    public func note(_ line: String) {}
    public func epoch(_ row: EpochRow) {}
    public func progress(_ work: String, done: Int, total: Int) {}
    public var shouldStop: Bool { false }
}

/// The figures of one epoch, as kept in `metrics.csv`.
public struct EpochRow: Sendable, Hashable {
    /// Counts from 1 over the whole training; `of` is the last one.
    public var epoch: Int
    public var of: Int
    /// `cross-entropy` or the strategy's name.
    public var phase: String
    public var loss: Double
    public var trainAccuracy: Double
    public var testAccuracy: Double?
    public var learningRate: Double
    public var imagesPerSecond: Double
    public var seconds: Double
    public var diagnostics: SparsityDiagnostics?

    public init(
        epoch: Int, of: Int, phase: String, loss: Double, trainAccuracy: Double, testAccuracy: Double? = nil,
        learningRate: Double, imagesPerSecond: Double, seconds: Double, diagnostics: SparsityDiagnostics? = nil
    ) {
        self.epoch = epoch
        self.of = of
        self.phase = phase
        self.loss = loss
        self.trainAccuracy = trainAccuracy
        self.testAccuracy = testAccuracy
        self.learningRate = learningRate
        self.imagesPerSecond = imagesPerSecond
        self.seconds = seconds
        self.diagnostics = diagnostics
    }

    static let csvHeader =
        "epoch,phase,loss,train_accuracy,test_accuracy,learning_rate,images_per_second,seconds,own_on,other_on,"
        + "score_accuracy,binarity"

    var csvLine: String {
        let optional: (Double?) -> String = { $0.map { "\($0)" } ?? "" }
        return [
            "\(epoch)", phase, "\(loss)", "\(trainAccuracy)", optional(testAccuracy), "\(learningRate)",
            "\(imagesPerSecond)", "\(seconds)", optional(diagnostics?.ownOn), optional(diagnostics?.otherOn),
            optional(diagnostics?.scoreAccuracy), optional(diagnostics?.binarity),
        ].joined(separator: ",")
    }
}
