import NeSyCompute
import NeSyConcepts
import NeSyData
import NeSyFormats
import NeSyJSON
import NeSyLogic
import NeSyNetworks
import NeSyStorage
import NeSyTensor

/// `nesy predict` and `nesy explain`: what network and rules say about single images, and why.
public struct ImageQuestion: Sendable {
    let run: LoadedRun
    let program: RuleProgram
    private let thresholds: FilterThresholds
    private let norm: FilterNorm.Kind
    private let transform: ImageTransform
    private let labels: FilterLabels?
    private let files: FileSystem

    /// - Throws: `.missingInput` when there is no run, or no rules have been extracted from it.
    public init(run path: String, backend: any ComputeBackend, files: FileSystem = .system) throws(NeSyError) {
        run = try LoadedRun(path, backend: backend, files: files)
        (thresholds, norm) = try run.extractedThresholds()
        program = try run.extractedProgram()
        transform = try run.description.options.transform(input: run.network.graph.input)
        labels = try LabelsFolder(run.folder.labelsFolder, files: files).labels()
        self.files = files
    }

    /// What network and rules say about one image.
    public struct Answer: Sendable {
        public let input: String
        /// The network's class and how sure it is.
        public let networkClass: String
        public let networkProbability: Double
        /// The rules' class; nil when no rule applies.
        public let ruleClass: String?
        /// The rule that decided, counting from 1.
        public let rule: Int?
        /// Why the rules say so.
        public let justification: Justification
        /// How strongly the filters that the rules speak of answered: norm and threshold.
        public let filters: [(name: String, norm: Float, threshold: Float)]
        /// The names of filters, where they have been labelled, by attribute.
        public let names: [String: String]

        /// How rules are written for people.
        public var notation: RuleNotation { names.isEmpty ? RuleExtraction.notation : .concepts(names: names) }

        public var json: JSON {
            [
                "input": .string(input),
                "network": ["class": .string(networkClass), "probability": .number(networkProbability)],
                "rules": [
                    "class": ruleClass.map(JSON.string) ?? .null, "rule": rule.map(JSON.integer) ?? .null,
                ],
                "justification": justification.json(notation),
                "filters": .array(
                    filters.map {
                        [
                            "name": .string($0.name), "label": names[$0.name].map(JSON.string) ?? .null,
                            "norm": .number(Double($0.norm)),
                            "threshold": .number(Double($0.threshold)), "on": .bool($0.norm >= $0.threshold),
                        ]
                    }),
            ]
        }
    }

    /// - Parameter path: of an image file, PNG, JPEG or PNM.
    /// - Throws: `.missingInput` or bad data with the path.
    public func ask(_ path: String) throws(NeSyError) -> Answer {
        try ask(try decode(path), named: path)
    }

    /// The same for an image that is at hand.
    public func ask(_ image: RasterImage, named name: String) throws(NeSyError) -> Answer {
        try look(at: image, named: name).answer
    }

    func decode(_ path: String) throws(NeSyError) -> RasterImage {
        try files.decode(path) { (bytes) throws(NeSyError) in try ImageCodec.decode(bytes) }
    }

    /// The answer with the maps it rests on, `[height, width, filters]`.
    func look(at image: RasterImage, named name: String) throws(NeSyError) -> (answer: Answer, maps: [Float]) {
        let network = run.network
        let pixels = transform.tensor(image)
        let source = try MemoryBatches(
            images: pixels.reshaped(Shape([1] + pixels.shape.extents)), labels: [-1], batchSize: 1)
        var logits: [Float] = []
        var norms: [Float] = []
        var maps: [Float] = []
        let shape = try network.graph.shape(of: NetworkGraph.filtersTap)
        try network.activations(of: NetworkGraph.filtersTap, in: source) { (batch) throws(NeSyError) in
            let target = try batch.backend.makeBuffer(count: shape.channels)
            batch.backend.filterNorms(
                FilterNorm(norm, batch: 1, height: shape.height, width: shape.width, filters: shape.channels),
                maps: batch.maps[0], norms: target.slice)
            norms = try batch.backend.download(target.slice)
            logits = try batch.backend.download(batch.logits)
            maps = try batch.backend.download(batch.maps[0])
        }
        guard norms.allSatisfy(\.isFinite), logits.allSatisfy(\.isFinite) else {
            throw NeSyError(
                .badData, "The network answers with a number that is not finite.", at: name,
                remedy: "Are the weights damaged, or did training diverge?")
        }
        let table = Table(
            bits: thresholds.binarize(Tensor([1, shape.channels], norms)),
            names: FilterReadout.attributeNames(filters: shape.channels))
        let evaluation = try program.evaluate(table)
        let winner = logits.indices.max { logits[$0] < logits[$1] || (logits[$0] == logits[$1] && $0 > $1) } ?? 0
        let largest = Double(logits[winner])
        let partition = logits.reduce(0.0) { $0 + exponential(Double($1) - largest) }
        let rule = evaluation.rules[0]
        let used = program.usedAttributes.compactMap { name -> (name: String, norm: Float, threshold: Float)? in
            table.index(of: name).map { (name, norms[$0], thresholds.values[$0]) }
        }
        let answer = Answer(
            input: name, networkClass: run.description.classes[winner], networkProbability: 1 / partition,
            ruleClass: evaluation.classes[0] < 0 ? nil : program.classes[Int(evaluation.classes[0])],
            rule: rule < 0 ? nil : Int(rule) + 1, justification: try program.justify(row: 0, of: table),
            filters: used, names: labels?.attributeNames ?? [:])
        return (answer, maps)
    }
}
