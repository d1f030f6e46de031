import NeSyCompute
import NeSyData
import NeSyNetworks
import NeSyStorage
import NeSyTensor

/// Where the two layers come from, and what counts as active in them.
public struct MiningInputs: Sendable {
    public enum Source: Sendable, Hashable {
        /// Two tables, see ``ItemTableReader``.
        case tables(heads: String, tails: String)
        /// Two layers of the network of a run.
        case network(NetworkLayers)
    }

    /// Layers of a run, and the images they are read on.
    public struct NetworkLayers: Sendable, Hashable {
        public var run: String
        public var heads: String
        public var tails: String
        /// Other images than those of the run.
        public var data: String?
        /// The split that is read; the training images when nil.
        public var split: String?

        public init(
            run: String, heads: String = NetworkGraph.outputTap, tails: String = NetworkGraph.filtersTap,
            data: String? = nil, split: String? = nil
        ) {
            self.run = run
            self.heads = heads
            self.tails = tails
            self.data = data
            self.split = split
        }
    }

    public var source: Source
    public var threshold = ItemThreshold.above(0)
    public var classes = LayerReader.Classes.network
    public var granularity = LayerReader.Granularity.position
    public var budget = MemoryBudget.machine
    public var files = FileSystem.system

    public init(_ source: Source) { self.source = source }

    /// - Throws: what reading the tables or the run throws, and what ``LayerPair`` throws.
    public func read(
        backend: any ComputeBackend, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> LayerPair {
        try check()
        let run = try MinedRun(self, backend: backend)
        return try read(run, try run?.images(pool: pool), pool: pool, observer: observer)
    }

    /// The same for a run that is loaded already; tables are read here.
    func read(
        _ run: MinedRun?, _ images: DatasetImages?, pool: WorkerPool, observer: any StageObserver
    ) throws(NeSyError) -> LayerPair {
        let pair: LayerPair
        switch source {
        case .tables(let heads, let tails):
            var reader = ItemTableReader()
            reader.threshold = threshold
            reader.budget = budget
            reader.files = files
            pair = try reader.pair(heads: heads, tails: tails, pool: pool)
        case .network(let layers):
            guard let run, let images else { preconditionFailure("a run and its images come together") }
            pair = try read(layers, of: run.loaded, images: images, observer: observer)
        }
        for layer in [pair.heads, pair.tails] { MiningInputs.report(layer, to: observer) }
        return pair
    }

    /// The same for a run and images that are at hand.
    public func read(
        _ layers: NetworkLayers, of loaded: LoadedRun, images: DatasetImages, observer: any StageObserver
    ) throws(NeSyError) -> LayerPair {
        let items = try read(
            [layers.heads, layers.tails], split: layers.split, of: loaded, images: images, observer: observer)
        return try LayerPair(heads: items[0], tails: items[1])
    }

    /// Any layers of a run, in one pass over the images.
    public func read(
        _ layers: [String], split: String?, of loaded: LoadedRun, images: DatasetImages, observer: any StageObserver
    ) throws(NeSyError) -> [LayerItems] {
        try reader.read(
            layers, of: loaded.network, images: images,
            dataset: split == nil ? images.training : images.test ?? images.training,
            size: loaded.description.options.batchSize
        ) { (done, total) throws(NeSyError) in
            observer.progress("images read", done: done, total: total)
            if observer.shouldStop { throw MiningInputs.interrupted }
        }.layers
    }

    /// How layers of a network are read here.
    public var reader: LayerReader {
        var reader = LayerReader()
        reader.threshold = threshold
        reader.classes = classes
        reader.granularity = granularity
        reader.budget = budget
        return reader
    }

    func check() throws(NeSyError) {
        if case .quantile(let quantile) = threshold, !(quantile > 0 && quantile < 1) {
            throw NeSyError(
                .usage, "--quantile is out of range.", expected: "above 0 and below 1", found: "\(quantile)")
        }
    }

    /// Says which items tell nothing. They stay where they are: no rule can use those that are never set, and their
    /// bits are part of the baseline.
    static func report(_ layer: LayerItems, to observer: any StageObserver) {
        if layer.kind == .classes {
            let missing = layer.rows - (0..<layer.count).reduce(0) { $0 + layer.bits.count(column: $1) }
            if missing > 0 { observer.note("\(layer.layer): \(missing) of \(layer.rows) rows have no class") }
        }
        let (never, always) = layer.constantItems()
        let parts = [(never, "never"), (always, "always")].filter { !$0.0.isEmpty }.map { items, word in
            let names = items.prefix(3).map { layer.names[$0] }.joined(separator: ", ")
            return "\(items.count) \(word) set (\(names)\(items.count > 3 ? ", …" : ""))"
        }
        if parts.isEmpty { return }
        observer.note("\(layer.layer): of \(layer.count) items \(parts.joined(separator: ", ")); left as they are")
    }

    static let interrupted = NeSyError(
        .interrupted, "Interrupted before the rules were complete; nothing was written.")
}
