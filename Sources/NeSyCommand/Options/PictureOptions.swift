import ArgumentParser
import NeSy

/// Which pictures are made of the rules.
struct PictureOptions: ParsableArguments {
    static let pictures = Setting(
        "pictures", default: false, "Draw the filters that rules use, class by class, into pictures/.")
    static let prototypes = Setting(
        "prototypes", default: 0,
        "Draw what excites the tails of so many rules most, the best first (slow on a CPU for large networks).",
        .within(0...1000))
    static let settings: [any SettingDescription] = [pictures, prototypes]

    @Flag(Self.pictures) var pictures: Bool?
    @Option(Self.prototypes) var prototypes: Int?

    /// Nil when none are asked for.
    func wanted(_ settings: SettingsResolver) throws(NeSyError) -> RulePictures? {
        var wanted = RulePictures()
        wanted.overlays = try settings.value(Self.pictures, pictures)
        wanted.prototypes = try settings.value(Self.prototypes, prototypes)
        return wanted.overlays || wanted.prototypes > 0 ? wanted : nil
    }
}
