import ArgumentParser
import NeSy

/// Whether rules are tried out on the network.
struct InterventionOptions: ParsableArguments {
    static let intervene = Setting(
        "intervene", default: false,
        "Cut the weights from every class's rules into the class, and classify the test images again.")
    static let controls = Setting(
        "controls", default: Intervention().controls, "Random cuts for each class to compare with.",
        .within(1...100_000))
    static let settings: [any SettingDescription] = [intervene, controls]

    @Flag(Self.intervene) var intervene: Bool?
    @Option(Self.controls) var controls: Int?

    /// nil without an intervention.
    func intervention(_ settings: SettingsResolver, seed: UInt64) throws(NeSyError) -> Intervention? {
        guard try settings.value(Self.intervene, intervene) else { return nil }
        return Intervention(controls: try settings.value(Self.controls, controls), seed: seed)
    }
}
