import NeSyCompute
import NeSyConcepts
import NeSyData
import NeSyJSON
import NeSyLogic
import NeSyNetworks
import NeSyStorage
import NeSyTensor

/// `nesy label`: names for the filters that the rules of a run speak of (NeSyFOLD's semantic labelling, paper 2).
public struct LabelStage: Sendable {
    /// Where names come from.
    public enum Method: Sendable {
        /// The masks of the images.
        case masks(MaskLabelling)
        /// What images show as a whole.
        case evidence(EvidenceSource, SoftWPMI)
        /// A table that people have written.
        case names(HandWrittenNames)
    }

    public var run: String
    /// Other images than those of the run. They need not be of its classes.
    public var data: String?
    /// The masks of the images; where the data set keeps them when nil.
    public var masks: MaskSource?
    /// The images of this split instead of those for training.
    public var split: String?
    public var method = Method.masks(MaskLabelling())
    /// Images that speak for a filter: those with its largest norms. The method's own number when nil: 10 with masks,
    /// ``SoftWPMI/top`` without.
    public var top: Int?
    /// Name all filters of the layer, those of the rules first.
    public var namesAllFilters = false
    /// Score a filter together with those that look at the same places (NeSyFOLD-G).
    public var groupsFilters = false
    public var force = false
    public var files = FileSystem.system

    public init(run: String) { self.run = run }

    private static let standardTop = 10

    /// What came out, in the words of `label --json`.
    public struct Result: Sendable {
        public let run: String
        public let program: RuleProgram
        public let labels: FilterLabels
        public let findings: LabelFindings
        /// How many images the filters were named on; nil where names rest on none.
        public let images: Int?
        public let seconds: (read: Double, label: Double)
        public let folder: LabelsFolder
        /// The names of the files that were written.
        public let files: [String]

        /// How the rules are written with the names.
        public var notation: RuleNotation { .concepts(names: labels.attributeNames) }
        /// The filters that no concept fits. They keep their numbers.
        public var unnamed: [Int] { labels.labels.filter { $0.name == nil }.map(\.filter) }

        public var json: JSON {
            [
                "schema": "nesy.label/1", "run": .string(run), "method": .string(findings.method),
                "score": findings.score.map(JSON.string) ?? .null,
                "margin": findings.margin.map(JSON.number) ?? .null, "images": images.map(JSON.integer) ?? .null,
                "filters": labels.json, "unnamed": .array(unnamed.map(JSON.integer)),
                "rules": .array(program.textLines(notation).map(JSON.string)),
                "seconds": ["read": .number(seconds.read), "label": .number(seconds.label)],
                "files": .object(files.map { JSON.Member($0, .string(folder.path + "/" + $0)) }),
            ]
        }
    }

    public func run(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let loaded = try LoadedRun(run, backend: backend, files: files)
        return try run(loaded, pool: pool, observer: observer) { () throws(NeSyError) in
            try loaded.images(data, masks: masks, split: split, holdsOut: false, ofSameClasses: data == nil, pool: pool)
        }
    }

    /// The same for a run and images that are at hand.
    public func run(
        _ loaded: LoadedRun, images: DatasetImages, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        try run(loaded, pool: pool, observer: observer) { images }
    }

    /// - Parameter images: asked for by methods that look at images. Names given by hand need none.
    private func run(
        _ loaded: LoadedRun, pool: WorkerPool, observer: any StageObserver,
        images: () throws(NeSyError) -> DatasetImages
    ) throws(NeSyError) -> Result {
        let folder = LabelsFolder(loaded.folder.labelsFolder, files: files)
        if !force { try folder.requireEmpty() }
        let (theta, norm) = try loaded.extractedThresholds()
        let program = try loaded.extractedProgram()
        let clock = Stopwatch()
        var readSeconds = 0.0
        var imageCount: Int?
        var rows: Table?
        func material() throws(NeSyError) -> LabelMaterial {
            let material = try self.material(loaded, try images(), program, theta, norm, pool: pool, observer: observer)
            (readSeconds, imageCount, rows) = (clock.seconds, material.dataset.count, material.readout.table(theta))
            return material
        }
        var findings: LabelFindings
        switch method {
        case .masks(let labelling): findings = try material().findings(byMasks: labelling, grouped: groupsFilters)
        case .evidence(let source, var wpmi):
            wpmi.top = top ?? wpmi.top
            findings = try material().findings(by: source, wpmi)
        case .names(let names):
            try names.check(filterCount: theta.values.count)
            findings = names.findings(for: filters(of: program, among: theta.values.count))
            let rules = RulesFolder(loaded.folder.rulesFolder, files: files)
            rows = try rules.keptRows(of: program)
            if rows == nil { observer.note("facts with names are left out: \(rules.path) has no facts of these rules") }
        }
        if let scores = findings.scores, scores.concepts.count > LabelsFolder.keptConcepts {
            let kept = scores.limited(to: LabelsFolder.keptConcepts)
            observer.note(
                "scores.csv keeps \(kept.concepts.count) of \(scores.concepts.count) concepts: those among the ten "
                    + "best of a filter")
            findings.scores = kept
        }
        let labels = FilterLabels(choices: findings.choices, classes: program.classes)
        let written = try folder.write(
            labels, findings, data: imageCount == nil ? nil : data ?? loaded.description.dataPath, program: program,
            table: rows)
        return Result(
            run: loaded.folder.path, program: program, labels: labels, findings: findings, images: imageCount,
            seconds: (readSeconds, clock.seconds - readSeconds), folder: folder, files: written)
    }

    /// Reads the images, and with them how all filters answer.
    func material(
        _ loaded: LoadedRun, _ images: DatasetImages, _ program: RuleProgram, _ theta: FilterThresholds,
        _ norm: FilterNorm.Kind, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> LabelMaterial {
        let dataset = (split == nil ? nil : images.test) ?? images.training
        warn(of: dataset, loaded.description.classes, observer)
        let readout = try FilterReadout(
            loaded.network, source: images.ordered(dataset, loaded.description.options.batchSize),
            classes: dataset.classes, norm: norm,
            labels: Labels(classes: dataset.classes, indices: dataset.labels),
            progress: { observer.progress("images read", done: $0, total: dataset.count) })
        return LabelMaterial(
            run: loaded, images: images, dataset: dataset, readout: readout,
            filters: filters(of: program, among: theta.values.count), top: top ?? LabelStage.standardTop,
            pool: pool, observer: observer)
    }

    /// In the order of the rules, and then by number.
    private func filters(of program: RuleProgram, among count: Int) -> [Int] {
        let numbers = Dictionary(
            uniqueKeysWithValues: FilterReadout.attributeNames(filters: count).enumerated().map { ($1, $0) })
        let used = program.usedAttributes.compactMap { numbers[$0] }
        return namesAllFilters ? used + Set(0..<count).subtracting(used).sorted() : used
    }

    /// Filters of a class that is not shown get the names of what else excites them.
    private func warn(of dataset: ImageDataset, _ classes: [String], _ observer: any StageObserver) {
        let shown = Set(dataset.samples.map { dataset.classes[Int($0.label)] })
        let missing = classes.filter { !shown.contains($0) }
        if missing.isEmpty { return }
        observer.note(
            missing.count == classes.count
                ? "no image is of a class of the run; names rest on other scenes"
                : "no image of \(missing.joined(separator: ", ")): filters of such classes may get names of "
                    + "other things")
    }
}
