import ArgumentParser
import NeSy

extension MaskScore: SettingValue {}

/// How filters are named after the masks of images.
struct MaskOptions: ParsableArguments {
    private static let standard = MaskLabelling()

    static let score = Setting(
        "score", default: standard.score,
        "How well a concept fits: its share of the activation divided by its share of the picture, the share alone as "
            + "published, or intersection over union.")
    static let margin = Setting(
        "margin", default: standard.margin, "Concepts that score so little less than the best share the name.",
        .within(0...1))
    static let excludeBackground = Setting(
        "exclude-background", default: standard.excludesBackground,
        "Name no filter after \(MaskLabelling.background.sorted().joined(separator: ", ")).")
    static let ignore = Setting<CommaList<String>>(
        "ignore", absence: "none", "Name no filter after these concepts: wall,floor.")
    static let settings: [any SettingDescription] = [score, margin, excludeBackground, ignore]

    @Option(Self.score) var score: MaskScore?
    @Option(Self.margin) var margin: Double?
    @Flag(Self.excludeBackground) var excludeBackground: Bool?
    @Option(Self.ignore) var ignore: CommaList<String>?

    func labelling(_ settings: SettingsResolver) throws(NeSyError) -> MaskLabelling {
        var labelling = MaskLabelling()
        labelling.score = try settings.value(Self.score, score)
        labelling.margin = try settings.value(Self.margin, margin)
        labelling.excludesBackground = try settings.value(Self.excludeBackground, excludeBackground)
        labelling.ignored = Set(try settings.optional(Self.ignore, ignore)?.elements ?? [])
        return labelling
    }
}
