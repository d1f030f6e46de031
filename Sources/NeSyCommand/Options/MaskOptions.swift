import ArgumentParser
import NeSy

extension MaskScore: SettingValue {}
extension MaskSource.Format: SettingValue {}

/// How filters are named after the masks of images.
struct MaskOptions: ParsableArguments {
    private static let standard = MaskLabelling()

    static let masks = Setting<String>(
        "masks", absence: "beside the images", "A folder of masks, or a JSON file of COCO instances.",
        completion: .file(extensions: ["json"]))
    static let format = Setting<MaskSource.Format>(
        "mask-format", absence: "recognised",
        "How masks are written: ids listed in concepts.csv, ADE20K, Pascal VOC's colours, or COCO instances.")
    static let score = Setting(
        "score", default: standard.score,
        "How well a concept fits: how much it is gathered where the filter is active and goes with a strong answer, "
            + "its share of the activation as published, or intersection over union.")
    static let margin = Setting<Double>(
        "margin", absence: "0.5; 0.05 for activation-share and iou, and without masks",
        "Concepts that come so near to the best are part of the name: by a share of its enrichment, or by their shares "
            + "of all scores; without masks, by a share of its score. At most three, but for the published scores.",
        .within(0...1))
    static let excludeBackground = Setting(
        "exclude-background", default: standard.excluded.background,
        "Name no filter after \(ExcludedConcepts.backgroundNames.sorted().joined(separator: ", ")).")
    static let ignore = Setting<CommaList<String>>(
        "ignore", absence: "none", "Name no filter after these concepts: wall,floor.")
    static let settings: [any SettingDescription] = [masks, format, score, margin, excludeBackground, ignore]

    @Option(Self.masks) var masks: String?
    @Option(Self.format) var maskFormat: MaskSource.Format?
    @Option(Self.score) var score: MaskScore?
    @Option(Self.margin) var margin: Double?
    @Flag(Self.excludeBackground) var excludeBackground: Bool?
    @Option(Self.ignore) var ignore: CommaList<String>?

    /// Those of the command line.
    var given: [String] {
        [
            (Self.masks.key, masks != nil), (Self.format.key, maskFormat != nil), (Self.score.key, score != nil),
            (Self.margin.key, margin != nil), (Self.excludeBackground.key, excludeBackground == true),
            (Self.ignore.key, ignore != nil),
        ].filter(\.1).map(\.0)
    }

    func source(_ settings: SettingsResolver) throws(NeSyError) -> MaskSource? {
        let format = try settings.optional(Self.format, maskFormat)
        guard let path = try settings.optional(Self.masks, masks) else {
            if let format {
                throw NeSyError(
                    .usage, "The format of masks needs their place.", at: "--mask-format \(format.rawValue)",
                    remedy: "Name the masks as well: --masks PATH")
            }
            return nil
        }
        return MaskSource(path, format: format)
    }

    func labelling(_ settings: SettingsResolver) throws(NeSyError) -> MaskLabelling {
        var labelling = MaskLabelling(
            try settings.value(Self.score, score), margin: try settings.optional(Self.margin, margin))
        labelling.excluded = try excluded(settings)
        return labelling
    }

    /// What no filter is named after, wherever names come from.
    func excluded(_ settings: SettingsResolver) throws(NeSyError) -> ExcludedConcepts {
        ExcludedConcepts(
            names: Set(try settings.optional(Self.ignore, ignore)?.elements ?? []),
            background: try settings.value(Self.excludeBackground, excludeBackground))
    }
}
