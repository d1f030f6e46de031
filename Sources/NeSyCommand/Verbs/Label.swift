import ArgumentParser
import NeSy

/// `nesy label`: names for the filters of rules.
struct Label: Verb {
    static let path = ["label"]

    static let data = Setting<String>(
        "data", absence: "the run's own", "Images whose contents are known, of any classes or of none.",
        completion: .directory)
    static let split = Setting<String>("split", absence: "train", "The split whose images are looked at.")
    static let top = Setting<Int>(
        "top", absence: "10; without masks 100, or a tenth of the images",
        "Images that speak for a filter: those that excite it most.", .within(1...10_000))
    static let allFilters = Setting("all-filters", default: false, "Name the filters that no rule speaks of as well.")
    static let groups = Setting(
        "groups", default: false, "Score a filter together with those that look at the same places.")
    static let force = Setting("force", default: false, "Replace names that were given before.")
    static let settings: [any SettingDescription] =
        [data, split, top, allFilters, groups, force] + MaskOptions.settings + EvidenceOptions.settings
        + HandNamingOptions.settings + DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Names the filters of rules after what they look at.",
        discussion: """
            For every filter that the rules speak of, the images that excite it most are compared with masks that say \
            which concept every pixel shows: images of ids with a table concepts.csv, the masks of ADE20K or Pascal VOC, \
            or instances of COCO. A filter gets the name of the concept that its activity gathers on, with a number, \
            or of several that it gathers on alike (sky1_building1); one that no concept fits keeps its own. Names, \
            scores and the rules with names are written to RUN/labels, and other verbs use them from then on. Of \
            more than 1,000 concepts the scores keep those that are among the ten best of a filter.

            Without masks, name what the images show as a whole: a table of tags, or similarities or embeddings of \
            images and of words, by CLIP or any other tool. A filter then gets the name of the concept that the images \
            which excite it share more than others do (soft WPMI of CLIP-Dissect), if that is no chance:
              numpy.savez("sim.npz", similarities=sims,     # one row an image
                          images=files, concepts=words)     # lists of strings
            Without `images` the rows are the images in the order of the data set.

            --by-hand draws these images instead, on a sheet for each filter, and makes a table to write names into; \
            --names reads it. It looks at no images: the facts with names are those of RUN/rules, where that has some.

            Names come from one of --masks, --tags, --similarity, --embeddings, --names and --by-hand: what the command \
            line asks for, else the environment, else the file of options, else masks beside the images. On the command \
            line an option that only others of them take is refused; elsewhere it is passed over.

            Example:
              nesy label runs/rooms
              nesy label runs/photos --data ade20k --exclude-background
              nesy label runs/photos --masks instances.json
              nesy label runs/rooms --tags rooms/index.csv
              nesy label runs/photos --similarity sim.npz
              nesy label runs/photos --embeddings images.npz concepts.npz
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
    @OptionGroup(title: "Without masks") var evidence: EvidenceOptions
    @OptionGroup(title: "By hand") var hand: HandNamingOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let settings = session.settings
        let (method, origin) = try NamingMethod.chosen(
            by: [settings.resolve(MaskOptions.masks, masks.masks)] + evidence.askers(settings) + hand.askers(settings))
        let own = [(Self.top.key, top != nil), (Self.groups.key, groups == true)].filter(\.1).map(\.0)
        try method.check(masks.given + evidence.given + hand.given + own, askedBy: origin)

        var stage = LabelStage(run: run)
        stage.data = try settings.optional(Self.data, data)
        stage.split = try settings.optional(Self.split, split)
        if method.takes(Self.top.key) { stage.top = try settings.optional(Self.top, top) }
        stage.namesAllFilters = try settings.value(Self.allFilters, allFilters)
        stage.force = try settings.value(Self.force, force)
        let source = try evidence.source(method, settings)
        if let source {
            stage.method = .evidence(source, try evidence.wpmi(settings, masks: masks, seed: session.seed))
        } else if method == .names {
            stage.method = .names(try hand.handWritten(settings))
        } else if method == .masks {
            stage.masks = try masks.source(settings)
            stage.groupsFilters = try settings.value(Self.groups, groups)
            stage.method = .masks(try masks.labelling(settings))
        }
        if method == .byHand { return try drawSheets(stage, in: session) }
        let (backend, pool, observer) = try session.begin(seeded: source != nil, on: device)
        let result = try stage.run(backend: backend, pool: pool, observer: observer)
        for filter in result.unnamed {
            session.console.note(
                "f\(filter) keeps its number: "
                    + (method == .names ? "the table has no name for it" : "no concept fits"))
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
