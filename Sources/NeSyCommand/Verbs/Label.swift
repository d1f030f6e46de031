import ArgumentParser
import NeSy

/// `nesy label`: names for the filters of rules.
struct Label: Verb {
    static let path = ["label"]

    static let data = Setting<String>(
        "data", absence: "the run's own", "Images whose contents are known; their classes may be others.",
        completion: .directory)
    static let split = Setting<String>("split", absence: "train", "The split whose images are looked at.")
    static let top = Setting(
        "top", default: LabelStage(run: "").top, "Images that speak for a filter: those that excite it most.",
        .within(1...10_000))
    static let allFilters = Setting("all-filters", default: false, "Name the filters that no rule speaks of as well.")
    static let groups = Setting(
        "groups", default: false, "Score a filter together with those that look at the same places.")
    static let force = Setting("force", default: false, "Replace names that were given before.")
    static let settings: [any SettingDescription] =
        [data, split, top, allFilters, groups, force] + MaskOptions.settings + DeviceOptions.settings
        + HandNamingOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Names the filters of rules after what they look at.",
        discussion: """
            For every filter that the rules speak of, the images that excite it most are compared with masks that say \
            which concept every pixel shows: images of ids with a table concepts.csv, the masks of ADE20K or Pascal VOC, \
            or instances of COCO. A filter gets the name of the concept that its activity gathers on, with a number, \
            or of several that it gathers on alike (sky1_building1); one that no concept fits keeps its own. Names, \
            scores and the rules with names are written to RUN/labels, and other verbs use them from then on.

            --by-hand draws these images instead, on a sheet for each filter, and makes a table to write names into; \
            --names reads it.

            Example:
              nesy label runs/rooms
              nesy label runs/photos --data ade20k --exclude-background
              nesy label runs/photos --masks instances.json
              nesy label runs/photos --by-hand
              nesy label runs/photos --names runs/photos/labels/names.csv
            """)

    @Argument(help: "The run folder, with extracted rules.", completion: .directory) var run: String
    @Option(Self.data) var data: String?
    @Option(Self.split) var split: String?
    @Option(Self.top) var top: Int?
    @Flag(Self.allFilters) var allFilters: Bool?
    @Flag(Self.groups) var groups: Bool?
    @Flag(Self.force) var force: Bool?
    @OptionGroup(title: "Masks") var masks: MaskOptions
    @OptionGroup(title: "By hand") var hand: HandNamingOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let settings = session.settings
        var stage = LabelStage(run: run)
        stage.data = try settings.optional(Self.data, data)
        stage.split = try settings.optional(Self.split, split)
        stage.top = try settings.value(Self.top, top)
        stage.namesAllFilters = try settings.value(Self.allFilters, allFilters)
        stage.groupsFilters = try settings.value(Self.groups, groups)
        stage.force = try settings.value(Self.force, force)
        stage.masks = try masks.source(settings)
        stage.method = .masks(try masks.labelling(settings))
        let names = try hand.handWritten(settings)
        if let names { stage.method = .names(names) }
        let folder = try RunFolder.open(run)
        if try hand.drawsSheets(settings) { return try drawSheets(stage, in: session) }
        let (backend, pool, observer) = try session.begin(seeded: false, on: device)
        session.console.note("names in \(folder.labelsFolder)")
        let result = try stage.run(backend: backend, pool: pool, observer: observer)
        for filter in result.unnamed {
            session.console.note(
                "f\(filter) keeps its number: " + (names == nil ? "no concept fits" : "the table has no name for it"))
        }
        session.console.note("names in \(result.folder.path)")
        try session.console.result(
            result.json, result.program.text(result.notation) + "\n" + Label.table(result.labels))
    }

    /// Draws what people need to name filters themselves.
    private func drawSheets(_ stage: LabelStage, in session: Session) throws {
        let (backend, pool, observer) = try session.begin(seeded: false, on: device)
        let result = try stage.drawSheets(backend: backend, pool: pool, observer: observer)
        let rows = result.sheets.map { ["f\($0.filter)", $0.file] }
        try session.console.result(
            result.json,
            Figures.aligned([["filter", "sheet"]] + rows, left: 2)
                + "\nWrite names into \(result.table), then: nesy label \(run) --names \(result.table)"
                + (stage.force ? " --force\n" : "\n"))
    }

    /// A line for each filter: its name, and the concepts behind it with their shares of the scores.
    static func table(_ labels: FilterLabels) -> String {
        let rows = labels.labels.map { label in
            [
                "f\(label.filter)", label.name ?? "-",
                label.concepts.map { "\($0.name) \(Figures.number($0.score, 2))" }.joined(separator: ", "),
            ]
        }
        return Figures.aligned([["filter", "name", "concepts"]] + rows, left: 3)
    }
}
