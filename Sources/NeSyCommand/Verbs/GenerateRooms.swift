import ArgumentParser
import NeSy

/// `nesy generate rooms`: scenes with masks, true rules and a planted bias.
struct GenerateRooms: Verb {
    static let path = ["generate", "rooms"]

    private static let standard = RoomsConfiguration()
    static let out = Setting<String>("out", "The folder to write.", completion: .directory)
    static let train = Setting("train", default: standard.train, "Scenes to train on.", .atLeast(0))
    static let validation = Setting("val", default: standard.validation, "Scenes to choose by.", .atLeast(0))
    static let test = Setting("test", default: standard.test, "Scenes in each of the three test splits.", .atLeast(0))
    static let trainBalanced = Setting(
        "train-balanced", default: standard.trainBalanced, "Scenes to train on without bias.", .atLeast(0))
    static let interventions = Setting(
        "interventions", default: standard.interventions, "Pairs of scenes with and without one object.", .atLeast(0))
    static let classes = Setting(
        "classes", default: standard.classes, "Classes: bedroom, bathroom, kitchen, living, office.", .within(2...5))
    static let size = Setting(
        "size", default: standard.size, "Width and height in pixels: 32, 64 or 128.",
        Constraint(words: "out of 32, 64, 128") { [32, 64, 128].contains($0) })
    static let labelNoise = Setting(
        "label-noise", default: standard.labelNoise, "Share of wrong labels in training.", .within(0...1))
    static let confound = Setting<CommaList<String>>(
        "confound", absence: "rug:bedroom:0.9,plant:kitchen:0.9",
        "Objects that come with a class without defining it, as OBJECT:CLASS:STRENGTH; none plants nothing.")
    static let settings: [any SettingDescription] = [
        out, train, validation, test, trainBalanced, interventions, classes, size, labelNoise, confound,
    ]

    static let configuration = CommandConfiguration(
        commandName: "rooms",
        abstract: "Makes scenes of rooms with masks, true rules and a planted bias.",
        discussion: """
            A scene belongs to a class by rules that are written to truth.lp: a bedroom has a bed, a kitchen a \
            stove and a fridge. The bias holds in train, val and test_iid, is absent from test_shift and reversed \
            in test_anti. The same seed gives the same bytes on every machine.

            Example:
              nesy generate rooms --out rooms
              nesy generate rooms --out rooms --classes 5 --confound rug:bedroom:0.95 --seed 7
            """)

    @Option(Self.out) var out: String?
    @Option(Self.train) var train: Int?
    @Option(Self.validation) var validation: Int?
    @Option(Self.test) var test: Int?
    @Option(Self.trainBalanced) var trainBalanced: Int?
    @Option(Self.interventions) var interventions: Int?
    @Option(Self.classes) var classes: Int?
    @Option(Self.size) var size: Int?
    @Option(Self.labelNoise) var labelNoise: Double?
    @Option(Self.confound) var confound: CommaList<String>?
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let settings = session.settings
        let out = try settings.value(Self.out, out)
        var configuration = RoomsConfiguration()
        configuration.seed = session.seed
        configuration.train = try settings.value(Self.train, train)
        configuration.validation = try settings.value(Self.validation, validation)
        configuration.test = try settings.value(Self.test, test)
        configuration.trainBalanced = try settings.value(Self.trainBalanced, trainBalanced)
        configuration.interventions = try settings.value(Self.interventions, interventions)
        configuration.classes = try settings.value(Self.classes, classes)
        configuration.size = try settings.value(Self.size, size)
        configuration.labelNoise = try settings.value(Self.labelNoise, labelNoise)
        if let words = try settings.optional(Self.confound, confound)?.elements {
            configuration.plantedConfounders = []
            for word in words where word != "none" {
                configuration.plantedConfounders?.append(try RoomConfounder(parsing: word))
            }
        }
        let rooms = try Rooms(configuration)
        let (pool, observer) = session.begin(seeded: true)
        let digest = try rooms.write(to: out, pool: pool) { done, total in
            observer.progress("scenes", done: done, total: total)
        }
        let counts = configuration.splits
        let document: JSON = [
            "schema": "nesy.generate.rooms/1", "seed": .integer(Int(session.seed)),
            "classes": .array(configuration.roomClasses.map { .string($0.name) }),
            "counts": .object(counts.map { JSON.Member($0.split.rawValue, .integer($0.count)) }),
            "sha256": .string(digest.pack),
            "files": ["data": .string(out), "truth": .string(out + "/truth.lp")],
        ]
        let scenes = counts.map { "\($0.split) \($0.count)" }.joined(separator: ", ")
        let text = """
            \(out): scenes of \(configuration.roomClasses.map(\.name).joined(separator: ", ")): \(scenes)
            sha256 \(digest.pack)
            next: nesy train \(out) --strategy ts3

            """
        try session.console.result(document, text)
    }
}
