import ArgumentParser
import NeSy

extension LayerReader.Classes: SettingValue {}
extension LayerReader.Granularity: SettingValue {}

/// Between which layers, and what counts as active in them.
struct LayerOptions: ParsableArguments {
    static let heads = Setting<String>("heads", absence: "output", "The upper layer of a run's network.")
    static let tails = Setting<String>(
        "tails", absence: "the layer that extract reads", "The lower layer of a run's network.")
    /// Not `test-split`: rules are mined from the training images unless told otherwise, and what the environment or
    /// a file says of the split to test on must not change that.
    static let split = Setting<String>(
        "split", absence: "train", "The split of the images to read; also the one to test on, when given.")
    static let threshold = Setting<Double>(
        "threshold", absence: "0", "An activation counts as set where it is above this.")
    static let quantile = Setting<Double>(
        "quantile", absence: "none",
        "Instead, where it is above this quantile of its own neuron, such as 0.8: about a fifth of the rows.",
        Constraint(words: "above 0 and below 1") { $0 > 0 && $0 < 1 })
    static let classSource = Setting(
        "class-source", default: LayerReader.Classes.network,
        "Read as output: the class that the network names, or the image's own.")
    static let per = Setting(
        "per", default: LayerReader.Granularity.position,
        "Items of a convolution: each filter at each position, or each filter once, by its strongest position.")
    static let settings: [any SettingDescription] = [
        heads, tails, OtherImagesOptions.data, split, threshold, quantile, classSource, per,
    ]

    @Option(Self.heads) var heads: String?
    @Option(Self.tails) var tails: String?
    @Option(OtherImagesOptions.data) var data: String?
    @Option(Self.split) var split: String?
    @Option(Self.threshold) var threshold: Double?
    @Option(Self.quantile) var quantile: Double?
    @Option(Self.classSource) var classSource: LayerReader.Classes?
    @Option(Self.per) var per: LayerReader.Granularity?

    /// - Parameter places: two tables, or a run.
    func inputs(_ places: [String], _ settings: SettingsResolver) throws(NeSyError) -> MiningInputs {
        var inputs = MiningInputs(try source(places, settings))
        // The one that the command line names stands for both.
        let isQuantile = self.quantile != nil && threshold == nil
        let isThreshold = threshold != nil && self.quantile == nil
        let above = isQuantile ? nil : try settings.optional(Self.threshold, threshold)
        let quantile = isThreshold ? nil : try settings.optional(Self.quantile, self.quantile)
        switch (above, quantile) {
        case (nil, nil): break
        case (let value?, nil): inputs.threshold = .above(value)
        case (nil, let value?): inputs.threshold = .quantile(value)
        default:
            throw NeSyError(
                .usage, "Activations are made bits in one way.", at: "nesy mine",
                expected: "--threshold VALUE or --quantile SHARE", found: "both")
        }
        inputs.classes = try settings.value(Self.classSource, classSource)
        inputs.granularity = try settings.value(Self.per, per)
        return inputs
    }

    private func source(_ places: [String], _ settings: SettingsResolver) throws(NeSyError) -> MiningInputs.Source {
        let heads = try settings.optional(Self.heads, self.heads)
        let tails = try settings.optional(Self.tails, self.tails)
        let data = try settings.optional(OtherImagesOptions.data, self.data)
        let split = try settings.optional(Self.split, self.split)
        switch places.count {
        case 1:
            var layers = MiningInputs.NetworkLayers(run: places[0], data: data, split: split)
            if let heads { layers.heads = heads }
            if let tails { layers.tails = tails }
            return .network(layers)
        case 2:
            // What a file of options says about runs may stand there for another call.
            let words = [("heads", self.heads), ("tails", self.tails), ("data", self.data), ("split", self.split)]
            if let given = words.first(where: { $0.1 != nil }) {
                throw NeSyError(
                    .usage, "Two tables are heads and tails themselves.", at: "nesy mine",
                    expected: "no --\(given.0), or the folder of a run instead of tables",
                    found: "--\(given.0) \(given.1 ?? "")")
            }
            return .tables(heads: places[0], tails: places[1])
        default:
            throw NeSyError(
                .usage, "Rules lead from one layer to one other.", at: "nesy mine",
                expected: "two tables, or the folder of a run", found: "\(places.count) names")
        }
    }
}
