import ArgumentParser
import NeSy

/// `nesy report`: the rules of a run as a page that people send to each other.
struct Report: Verb {
    static let path = ["report"]

    static let against = Setting<String>(
        "against", absence: "none", "Another run of the same classes and images, shown beside.", completion: .directory)
    static let out = Setting<String>(
        "out", absence: "RUN/report.html", "The page, or a folder for it.", completion: .file(extensions: ["html"]))
    static let force = Setting(
        "force", default: false, "Replace a page that is there already, with the files that its report put beside it.")
    static let settings: [any SettingDescription] =
        [against, out, force] + PageOptions.settings + OtherImagesOptions.settings + DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes rules, what they look at and how good they are as one page.",
        discussion: """
            The page is one file that needs no network and no other file: the rules with their names, the images that \
            excite each filter with heat maps, support and precision of every rule, confusion matrices, fidelity, \
            learning curves, norms and thresholds, the images that no rule covers, and on a click why any image of \
            the test set got its class. The plots as SVG and the images of each predicate as PNG are written into a \
            folder of the same name beside it; where that holds something else, as the run rooms beside rooms.html, \
            into rooms-report.

            A report in its usual place, RUN/report.html, is made anew without asking.

            Example:
              nesy report runs/photos
              nesy report runs/photos --against runs/other --out both.html
              nesy report runs/photos --data more-photos --out more.html --top 20
            """)

    @Argument(help: "The run folder, with extracted rules.", completion: .directory) var run: String
    @Option(Self.against) var against: String?
    @Option(Self.out) var out: String?
    @Flag(Self.force) var force: Bool?
    @OptionGroup(title: "Page") var page: PageOptions
    @OptionGroup(title: "Images") var images: OtherImagesOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let settings = session.settings
        var stage = ReportStage(run: run)
        stage.against = try settings.optional(Self.against, against)
        stage.out = try settings.optional(Self.out, out)
        stage.force = try settings.value(Self.force, force)
        try page.apply(to: &stage, settings)
        stage.data = try settings.optional(OtherImagesOptions.data, images.data)
        stage.testSplit = try settings.optional(OtherImagesOptions.testSplit, images.testSplit)
        let (backend, pool, observer) = try session.begin(seeded: false, on: device)
        let result = try stage.run(backend: backend, pool: pool, observer: observer)
        try session.console.result(result.json, Report.text(result))
    }

    private static func text(_ result: ReportStage.Result) -> String {
        var text = "\(result.page), \(Figures.number(Double(result.bytes) / 1e6, 1)) MB\n"
        text += Figures.size(result.contents[0].program)
        text += ", \(Figures.count(result.tiles, "image")) beside them\n"
        text += "\(Figures.count(result.evaluated, "evaluated image")) (\(result.contents[0].evaluatedOn))"
        text += ", \(result.thumbnails) with a picture\n"
        text += "\(Figures.count(result.files.count, "file")) in \(result.folder)\n"
        return text
    }
}
