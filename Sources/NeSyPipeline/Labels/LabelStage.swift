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
        /// How many images the filters were named on.
        public let images: Int
        public let seconds: (read: Double, label: Double)
        public let folder: LabelsFolder

        /// How the rules are written with the names.
        public var notation: RuleNotation { .concepts(names: labels.attributeNames) }
        /// The filters that no concept fits. They keep their numbers.
        public var unnamed: [Int] { labels.labels.filter { $0.name == nil }.map(\.filter) }

        public var json: JSON {
            [
                "schema": "nesy.label/1", "run": .string(run), "method": .string(findings.method),
                "score": findings.score.map(JSON.string) ?? .null,
                "margin": findings.margin.map(JSON.number) ?? .null, "images": .integer(images),
                "filters": labels.json, "unnamed": .array(unnamed.map(JSON.integer)),
                "rules": .array(program.textLines(notation).map(JSON.string)),
                "seconds": ["read": .number(seconds.read), "label": .number(seconds.label)],
                "files": folder.json,
            ]
        }
    }

    public func run(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        let loaded = try LoadedRun(run, backend: backend, files: files)
        try requireUnlabelled(loaded)
        let images = try loaded.images(
            data, masks: masks, split: split, holdsOut: false, ofSameClasses: data == nil, pool: pool)
        return try run(loaded, images: images, pool: pool, observer: observer)
    }

    /// The same for a run and images that are at hand.
    public func run(
        _ loaded: LoadedRun, images: DatasetImages, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> Result {
        try requireUnlabelled(loaded)
        let (theta, norm) = try loaded.extractedThresholds()
        let program = try RulesFolder(loaded.folder.rulesFolder, files: files).program()
        if case .names(let names) = method { try names.check(filterCount: theta.values.count) }
        let reading = Stopwatch()
        let material = try material(loaded, images, program, theta, norm, pool: pool, observer: observer)
        let readSeconds = reading.seconds

        let naming = Stopwatch()
        let findings: LabelFindings
        switch method {
        case .masks(let labelling): findings = try material.findings(byMasks: labelling, grouped: groupsFilters)
        case .evidence(let source, var wpmi):
            wpmi.top = top ?? wpmi.top
            findings = try material.findings(by: source, wpmi)
        case .names(let names): findings = names.findings(for: material.filters)
        }
        let labels = FilterLabels(choices: findings.choices)
        let folder = LabelsFolder(loaded.folder.labelsFolder, files: files)
        try folder.write(
            labels, findings, data: data ?? loaded.description.dataPath, program: program,
            table: material.readout.table(theta))
        return Result(
            run: loaded.folder.path, program: program, labels: labels, findings: findings,
            images: material.dataset.count, seconds: (readSeconds, naming.seconds), folder: folder)
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

    private func requireUnlabelled(_ loaded: LoadedRun) throws(NeSyError) {
        if !force { try LabelsFolder(loaded.folder.labelsFolder, files: files).requireEmpty() }
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
                : "no image of \(missing.joined(separator: ", ")): filters of such classes may get names of other things")
    }
}
