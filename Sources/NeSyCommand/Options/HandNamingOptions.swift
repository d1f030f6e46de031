import ArgumentParser
import NeSy

/// Names that people give themselves.
struct HandNamingOptions: ParsableArguments {
    static let byHand = Setting(
        "by-hand", default: false,
        "Draw a sheet for each filter with the images that excite it most, and a table for names.")
    static let names = Setting<String>(
        "names", absence: "none", "Take the names of this table: filter,name; sky;building is a name of two concepts.",
        completion: .file(extensions: ["csv"]))
    static let settings: [any SettingDescription] = [byHand, names]

    @Flag(Self.byHand) var byHand: Bool?
    @Option(Self.names) var names: String?

    /// Those of the command line.
    var given: [String] {
        [(Self.byHand.key, byHand == true), (Self.names.key, names != nil)].filter(\.1).map(\.0)
    }

    /// The options that ask for names by people.
    func askers(_ settings: SettingsResolver) throws(NeSyError) -> [ResolvedSetting] {
        [try settings.resolve(Self.byHand, byHand), try settings.resolve(Self.names, names)]
    }

    /// The names of the table.
    func handWritten(_ settings: SettingsResolver) throws(NeSyError) -> HandWrittenNames {
        try HandWrittenNames(file: settings.value(Self.names, names))
    }
}
