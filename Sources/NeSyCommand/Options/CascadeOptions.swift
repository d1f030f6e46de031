import ArgumentParser
import NeSy

extension Cascade.Heads: SettingValue {}

/// Whether rules go on through further layers.
struct CascadeOptions: ParsableArguments {
    static let cascade = Setting<CommaList<String>>(
        "cascade", absence: "one pair of layers",
        "Rules through all of these layers, from the classes down: output,relu3,relu2.")
    static let heads = Setting(
        "cascade-heads", default: Cascade.Heads.groups,
        "What later heads are made of: whole tails that were found above, or any of their items.")
    static let settings: [any SettingDescription] = [cascade, heads]

    @Option(Self.cascade) var cascade: CommaList<String>?
    @Option(Self.heads) var cascadeHeads: Cascade.Heads?

    /// nil without a cascade.
    func layers(_ settings: SettingsResolver) throws(NeSyError) -> [String]? {
        try settings.optional(Self.cascade, cascade)?.elements
    }
}
