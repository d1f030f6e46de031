import NeSyJSON
import NeSyNetworks
import NeSyTensor

/// Everything that `nesy train` may be told, with the defaults it is run with otherwise. Stored in the run folder, so
/// that a run says how it was made and can be resumed.
public struct RunOptions: Sendable, Hashable {
    public var architecture = "tiny"
    public var strategy = Strategy.none
    public var profile = StrategyOptions.Profile.recommended
    /// Epochs in all; the cross-entropy phase is part of them.
    public var epochs = 7
    /// Epochs of cross-entropy before the strategy's losses; three sevenths of all when nil.
    public var warmUpEpochs: Int?
    public var batchSize = 50
    public var optimizer = "adam"
    public var learningRate = 1e-3
    public var weightDecay = 0.0
    /// `constant`, `cosine`, `step` or `plateau`; each phase runs it anew.
    public var schedule = "cosine"
    /// Whether classes are weighted by 1 - share (specs §4.1).
    public var weightsClasses = false
    /// How weights begin: `pytorch`, `he-normal`, `he-uniform`, `glorot-normal` or `glorot-uniform`.
    public var initializer = Initializer.pyTorch
    public var seed: UInt64 = 0

    // What is read.
    public var imageSize: Int?
    public var normalization = "unit"
    public var flips = false
    /// Pixels by which images are shifted at random while training.
    public var shift = 0
    public var trainLimit: Int?
    public var testLimit: Int?

    // The network.
    public var filters: Int?
    public var head: String?
    public var normalizesFilters: Bool?
    public var depth: Int?

    // The strategy; nil leaves the profile's value.
    public var filtersPerClass: Int?
    public var alpha: Double?
    public var beta: Double?
    public var positiveWeight: Double?
    /// `VALUE`, `relative[:SHARE]` or `anneal:FROM:TO`.
    public var temperature: String?
    public var softRule: Double?
    /// `fixed`, `every:EPOCHS` or `constant:VALUE`.
    public var thresholdPolicy: String?
    public var norm: String?
    public var lossForm: String?
    public var reduction: String?
    public var h1: Double?
    public var h2: Double?
    public var eliteWeight: Double?

    public init() {}

    /// Epochs of the cross-entropy phase.
    public var phaseOneEpochs: Int {
        if strategy == .none { return warmUpEpochs ?? epochs }
        return min(epochs, warmUpEpochs ?? max(1, (epochs * 3 + 3) / 7))
    }
}
