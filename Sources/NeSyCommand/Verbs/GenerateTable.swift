import ArgumentParser
import NeSy

/// `nesy generate table`: a table of 0 and 1 with planted rules.
struct GenerateTable: Verb {
    static let path = ["generate", "table"]

    static let out = Setting<String>("out", "The CSV file to write.", completion: .file(extensions: ["csv"]))
    static let rows = Setting("rows", default: 1000, "Rows.", .within(1...100_000_000))
    static let columns = Setting("columns", default: 20, "Columns beside the label.", .within(1...100_000))
    static let classes = Setting("classes", default: 2, "Classes.", .within(1...10_000))
    static let rules = Setting("rules", default: 1, "Rules that a class needs.", .within(1...5))
    static let noise = Setting("noise", default: 0.08, "Share of bits set where no rule asks for it.", .within(0...1))
    static let force = Setting("force", default: false, "Replace a file that is there.")
    /// The table, of two bytes a bit as text, is held in memory.
    private static let mostBits = 4_000_000_000
    static let settings: [any SettingDescription] = [out, rows, columns, classes, rules, noise, force]

    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: "Makes a table of 0 and 1 with planted rules.",
        discussion: """
            Every class owns up to five columns; its rows have them set three times out of four. The label is \
            the last column, `label`.

            Example:
              nesy generate table --out table.csv --rows 10000 --columns 512
              nesy induce table.csv --label label
            """)

    @Option(Self.out) var out: String?
    @Option(Self.rows) var rows: Int?
    @Option(Self.columns) var columns: Int?
    @Option(Self.classes) var classes: Int?
    @Option(Self.rules) var rules: Int?
    @Option(Self.noise) var noise: Double?
    @Flag(Self.force) var force: Bool?
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let settings = session.settings
        let out = try settings.value(Self.out, out)
        let synthetic = SyntheticTable(
            rows: try settings.value(Self.rows, rows), columns: try settings.value(Self.columns, columns),
            classes: try settings.value(Self.classes, classes),
            rulesPerClass: try settings.value(Self.rules, rules), noise: try settings.value(Self.noise, noise),
            seed: session.seed)
        try check(synthetic)
        if try !settings.value(Self.force, force) { try FileSystem.system.refuseExisting(out, option: "out") }
        let (pool, _) = session.begin(seeded: true)
        let bytes = CSV.write(synthetic.table(pool: pool), labels: synthetic.labels)
        try FileSystem.system.encode(bytes, to: out)
        let digest = SHA256.hex(bytes)
        let document: JSON = [
            "schema": "nesy.generate.table/1", "seed": .integer(Int(session.seed)), "rows": .integer(synthetic.rows),
            "columns": .integer(synthetic.columns), "classes": .integer(synthetic.classes),
            "sha256": .string(digest), "files": ["table": .string(out)],
        ]
        let text = """
            \(out): \(Figures.count(synthetic.rows, "row")), \(Figures.count(synthetic.columns, "column")), \
            label in the last one
            sha256 \(digest)
            next: nesy induce \(out) --label label

            """
        try session.console.result(document, text)
    }

    /// Options that are each in order may not go together.
    private func check(_ table: SyntheticTable) throws(NeSyError) {
        let (bits, overflow) = table.rows.multipliedReportingOverflow(by: table.columns)
        let own = table.ownColumns(ofClass: 0).count
        let (expected, found): (String, String)
        if overflow || bits > Self.mostBits {
            expected = "rows times columns of at most \(Self.mostBits)"
            found = "\(table.rows) rows times \(table.columns) columns"
        } else if own == 0 {
            expected = "at least a column for every class"
            found = "\(Figures.count(table.columns, "column")) for \(table.classes) classes"
        } else if table.rulesPerClass > own {
            expected = "no more rules for a class than it has columns, here \(own)"
            found = Figures.count(table.rulesPerClass, "rule")
        } else {
            return
        }
        throw NeSyError(
            .usage, "Such a table cannot be made.", at: "nesy generate table", expected: expected, found: found)
    }
}
