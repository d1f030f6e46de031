import ArgumentParser
import NeSy

/// `nesy mine`: two layers in, the rules between them out.
struct Mine: Verb {
    static let path = ["mine"]

    static let score = Setting<String>(
        "score", absence: "search for rules", "Only tell what the rules of this file are worth.",
        completion: .file(extensions: ["json"]))
    static let out = Setting<String>(
        "out", absence: "RUN/mined/HEADS-TAILS, or runs/HEADS-TAILS-rules for tables", "Folder for the rules.",
        completion: .directory)
    static let force = Setting("force", default: false, "Replace rules that stand in the folder.")
    static let settings: [any SettingDescription] =
        [score, out, force] + LayerOptions.settings + MiningOptions.settings + CascadeOptions.settings
        + InterventionOptions.settings + PictureOptions.settings + DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "mine",
        abstract: "Finds the rules between two layers (ExplaiNN).",
        discussion: """
            A rule such as `shirt or coat -> at least 2 of {relu3_15, relu3_39, relu3_47}` says: where the network \
            names shirt or coat, at least two of these three neurons are active. The rules that are found are the \
            few that describe both layers in the fewest bits.

            The layers are two of the network of a run, or two tables with the same rows: CSV, NPY, NPZ \
            (FILE:ARRAY), or .dat. A column of words holds classes; FILE:COLUMN takes one column of a table. An empty \
            cell, ? and a negative number are no class.

            Example:
              nesy mine runs/photos --heads output --tails relu3 --quantile 0.8
              nesy mine labels.csv activations.npz:fc7 --quantile 0.8
              nesy mine table.csv:label table.csv
              nesy mine runs/photos --tails relu3 --intervene
              nesy mine runs/photos --tails relu1 --pictures
              nesy mine runs/photos --cascade output,relu3,relu2 --per filter
              nesy mine labels.csv activations.npy --score rules.json
            """)

    @Argument(help: "The run folder of nesy train; or two tables, heads and tails.", completion: .file())
    var inputs: [String]
    @Option(Self.score) var score: String?
    @Option(Self.out) var out: String?
    @Flag(Self.force) var force: Bool?
    @OptionGroup(title: "Layers") var layers: LayerOptions
    @OptionGroup(title: "Search") var search: MiningOptions
    @OptionGroup(title: "Cascade") var cascade: CascadeOptions
    @OptionGroup(title: "Intervention") var intervention: InterventionOptions
    @OptionGroup(title: "Pictures") var pictures: PictureOptions
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let settings = session.settings
        let inputs = try layers.inputs(self.inputs, settings)
        let rules = try settings.optional(Self.score, score)
        let cascade = try self.cascade.layers(settings)
        let intervention = try self.intervention.intervention(settings, seed: session.seed)
        try checkOptions(scores: rules != nil, cascades: cascade != nil, intervenes: intervention != nil)
        let pictures = try self.pictures.wanted(settings)
        let aims = [(rules != nil, "--score"), (cascade != nil, "--cascade"), (intervention != nil, "--intervene")]
            .filter(\.0).map(\.1)
        guard aims.count <= 1 else {
            throw NeSyError(
                .usage, "These are questions for calls of their own.", at: "nesy mine",
                expected: "one of --score, --cascade and --intervene", found: aims.joined(separator: " and "))
        }
        if pictures != nil, rules != nil || cascade != nil {
            throw NeSyError(
                .usage, "Pictures are drawn of the rules between two layers.", at: "nesy mine",
                expected: "--pictures and --prototypes without \(aims[0])", found: "\(aims[0])")
        }
        try pictures?.check(inputs)
        if let rules { return try carryOut(try scoring(inputs, rules, settings), in: session) }
        if let cascade { return try carryOut(cascade, inputs, in: session) }
        var stage = MineStage(inputs, out: try settings.optional(Self.out, out) ?? Mine.folder(for: inputs.source))
        stage.miner = try search.miner(settings)
        stage.intervention = intervention
        stage.force = try settings.value(Self.force, force)
        if case .network(let layers) = inputs.source { _ = try RunFolder.open(layers.run) }
        let (backend, pool, observer) = try session.begin(seeded: intervention != nil, on: device)
        session.console.note("rules in \(stage.out)")
        var result = try stage.run(backend: backend, pool: pool, observer: observer)
        if let pictures {
            result.files += try pictures.draw(result, of: inputs, backend: backend, pool: pool, observer: observer)
        }
        if let advice = result.advice { session.console.note(advice) }
        session.console.note("rules in \(stage.out)")
        try session.console.result(result.json, MinedRulesText.text(result))
    }

    private func carryOut(_ stage: ScoreStage, in session: Session) throws {
        let (backend, pool, observer) = try session.begin(seeded: false, on: device)
        let result = try stage.run(backend: backend, pool: pool, observer: observer)
        try session.console.result(result.json, MinedRulesText.text(result))
    }

    private func carryOut(_ layers: [String], _ inputs: MiningInputs, in session: Session) throws {
        let settings = session.settings
        let source = try CascadeStage.layers(of: inputs)
        if let given = [("heads", self.layers.heads), ("tails", self.layers.tails)].first(where: { $0.1 != nil }) {
            throw NeSyError(
                .usage, "A cascade names all its layers itself.", at: "nesy mine",
                expected: "--cascade without --\(given.0)", found: "--\(given.0) \(given.1 ?? "")")
        }
        _ = try RunFolder.open(source.run)
        let folder = "\(source.run)/mined/" + layers.map { $0.replacing("/", with: "-") }.joined(separator: "-")
        var stage = CascadeStage(inputs, layers: layers, out: try settings.optional(Self.out, out) ?? folder)
        stage.heads = try settings.value(CascadeOptions.heads, cascade.cascadeHeads)
        stage.miner = try search.miner(settings)
        stage.force = try settings.value(Self.force, force)
        let (backend, pool, observer) = try session.begin(seeded: false, on: device)
        session.console.note("cascade in \(stage.out)")
        let result = try stage.run(backend: backend, pool: pool, observer: observer)
        session.console.note("cascade in \(stage.out)")
        try session.console.result(result.json, CascadeText.text(result))
    }

    private func scoring(
        _ inputs: MiningInputs, _ rules: String, _ settings: SettingsResolver
    ) throws(NeSyError) -> ScoreStage {
        var stage = ScoreStage(inputs, rules: rules)
        (stage.mode, stage.cover) = try search.reading(settings)
        return stage
    }

    /// Options that the command line names and that would do nothing. Those of the environment or of a file may stand
    /// there for another call.
    private func checkOptions(scores: Bool, cascades: Bool, intervenes: Bool) throws(NeSyError) {
        func refuse(_ option: String, _ expected: String) throws(NeSyError) {
            throw NeSyError(
                .usage, "The option --\(option) would do nothing here.", at: "nesy mine", expected: expected,
                found: "--\(option)")
        }
        if scores {
            let idle = search.searchOptions + [("out", out != nil), ("force", force != nil)].filter(\.1).map(\.0)
            if let option = idle.first {
                try refuse(option, "--score without it: given rules are neither searched nor written")
            }
        }
        if !cascades, cascade.cascadeHeads != nil { try refuse("cascade-heads", "it together with --cascade") }
        if !intervenes, intervention.controls != nil { try refuse("controls", "it together with --intervene") }
    }

    /// Where rules go that nobody gave a place.
    private static func folder(for source: MiningInputs.Source) -> String {
        func name(_ text: String) -> String { String(text.map { "/:,".contains($0) ? "-" : $0 }) }
        switch source {
        case .network(let layers): return "\(layers.run)/mined/\(name(layers.heads))-\(name(layers.tails))"
        case .tables(let heads, let tails):
            let parts = [heads, tails].map { path in
                let words = (path.split(separator: "/").last ?? "").split(separator: ":", maxSplits: 1).map(String.init)
                let stem = words.first.map { ItemTableReader.Input(path: $0).stem } ?? path
                return name(([stem] + words.dropFirst()).joined(separator: "-"))
            }
            return "runs/\(parts[0])-\(parts[1])-rules"
        }
    }
}
