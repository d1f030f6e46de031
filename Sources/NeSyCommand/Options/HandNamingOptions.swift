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

    /// The names of a table; nil when there is none.
    func handWritten(_ settings: SettingsResolver) throws(NeSyError) -> HandWrittenNames? {
        guard let path = try settings.optional(Self.names, names) else { return nil }
        if try settings.value(Self.byHand, byHand) {
            throw NeSyError(
                .usage, "Sheets are drawn before names can be read.", at: "nesy label",
                expected: "--by-hand or --names", found: "both")
        }
        return try HandWrittenNames(file: path)
    }

    func drawsSheets(_ settings: SettingsResolver) throws(NeSyError) -> Bool { try settings.value(Self.byHand, byHand) }
}
