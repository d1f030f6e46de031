import ArgumentParser
import NeSy

extension ReportStage.Examples: SettingValue, ExpressibleByArgument {}

/// What the page of a report holds.
struct PageOptions: ParsableArguments {
    private static let stage = ReportStage(run: "")

    static let top = Setting(
        "top", default: stage.top, "Images beside each predicate, those that excite its filter most.", .within(0...100))
    static let examples = Setting(
        "examples", default: stage.examples,
        "Images beside predicates: train, those that the rules were learned from, or test, where a click shows why.")
    static let thumbnails = Setting<Int>(
        "thumbnails", absence: "as many as fit", "The most images of the test set that are shown small.",
        .within(0...100_000))
    static let megabytes = Setting(
        "megabytes", default: stage.megabytes,
        "Size of the page, in millions of bytes; pictures that do not fit are made smaller, then left out.",
        .within(0.1...1000))
    static let assets = Setting(
        "assets", default: false, "Keep pictures as files beside the page, whatever their size.")
    static let settings: [any SettingDescription] = [top, examples, thumbnails, megabytes, assets]

    @Option(Self.top) var top: Int?
    @Option(Self.examples) var examples: ReportStage.Examples?
    @Option(Self.thumbnails) var thumbnails: Int?
    @Option(Self.megabytes) var megabytes: Double?
    @Flag(Self.assets) var assets: Bool?

    func apply(to stage: inout ReportStage, _ settings: SettingsResolver) throws(NeSyError) {
        stage.top = try settings.value(Self.top, top)
        stage.examples = try settings.value(Self.examples, examples)
        stage.thumbnails = try settings.optional(Self.thumbnails, thumbnails)
        stage.megabytes = try settings.value(Self.megabytes, megabytes)
        stage.usesAssets = try settings.value(Self.assets, assets)
    }
}
