import ArgumentParser
import NeSy

extension ArchitectureOptions.Head: SettingValue {}
extension Initializer: SettingValue {}

/// Which network, and how it is trained.
struct NetworkOptions: ParsableArguments {
    private static let standard = RunOptions()

    static let arch = Setting(
        "arch", default: standard.architecture, "The network: \(Architecture.names.joined(separator: ", ")).")
    static let filters = Setting<Int>(
        "filters", absence: "at least five for every class", "Filters of the layer that rules speak of (tiny).",
        .within(1...65536))
    static let head = Setting<ArchitectureOptions.Head>(
        "head", absence: "the architecture's", "How classes are read from the filters.")
    static let filterNormLayer = Setting<Bool>(
        "filter-norm-layer", absence: "true", "Normalise the filter layer over the batch (tiny).")
    static let depth = Setting<Int>(
        "depth", absence: "2 with the recommended profile, else 1",
        "Convolutions between the last pooling and the filter layer (tiny).", .within(0...64))
    static let epochs = Setting(
        "epochs", default: standard.epochs, "Passes over the training images, in all.", .atLeast(1))
    static let warmUp = Setting<Int>(
        "warm-up", absence: "three sevenths of all", "Epochs of cross-entropy before the strategy begins.",
        .atLeast(0))
    static let batchSize = Setting(
        "batch-size", default: standard.batchSize, "Images in a training step.", .within(1...100_000))
    static let optimizer = Setting(
        "optimizer", default: standard.optimizer, "The optimiser: sgd, adam, adamw or adadelta.")
    static let learningRate = Setting(
        "learning-rate", default: standard.learningRate, "The learning rate at the start of a phase.", .above(0))
    static let weightDecay = Setting(
        "weight-decay", default: standard.weightDecay, "Weight of the L2 penalty.", .atLeast(0))
    static let schedule = Setting(
        "schedule", default: standard.schedule, "The learning rate over time: constant, cosine, step or plateau.")
    static let classWeights = Setting(
        "class-weights", default: standard.weightsClasses, "Weigh rare classes more.")
    static let initializer = Setting("initializer", default: standard.initializer, "How weights begin.")
    static let settings: [any SettingDescription] = [
        arch, filters, head, filterNormLayer, depth, epochs, warmUp, batchSize, optimizer, learningRate, weightDecay,
        schedule, classWeights, initializer,
    ]

    @Option(Self.arch) var arch: String?
    @Option(Self.filters) var filters: Int?
    @Option(Self.head) var head: ArchitectureOptions.Head?
    @Flag(Self.filterNormLayer) var filterNormLayer: Bool?
    @Option(Self.depth) var depth: Int?
    @Option(Self.epochs) var epochs: Int?
    @Option(Self.warmUp) var warmUp: Int?
    @Option(Self.batchSize) var batchSize: Int?
    @Option(Self.optimizer) var optimizer: String?
    @Option(Self.learningRate) var learningRate: Double?
    @Option(Self.weightDecay) var weightDecay: Double?
    @Option(Self.schedule) var schedule: String?
    @Flag(Self.classWeights) var classWeights: Bool?
    @Option(Self.initializer) var initializer: Initializer?

    func apply(to options: inout RunOptions, _ settings: SettingsResolver) throws(NeSyError) {
        options.architecture = try settings.value(Self.arch, arch)
        options.filters = try settings.optional(Self.filters, filters)
        options.head = try settings.optional(Self.head, head)?.rawValue
        options.normalizesFilters = try settings.optional(Self.filterNormLayer, filterNormLayer)
        options.depth = try settings.optional(Self.depth, depth)
        options.epochs = try settings.value(Self.epochs, epochs)
        options.warmUpEpochs = try settings.optional(Self.warmUp, warmUp)
        options.batchSize = try settings.value(Self.batchSize, batchSize)
        options.optimizer = try settings.value(Self.optimizer, optimizer)
        options.learningRate = try settings.value(Self.learningRate, learningRate)
        options.weightDecay = try settings.value(Self.weightDecay, weightDecay)
        options.schedule = try settings.value(Self.schedule, schedule)
        options.weightsClasses = try settings.value(Self.classWeights, classWeights)
        options.initializer = try settings.value(Self.initializer, initializer)
    }
}
