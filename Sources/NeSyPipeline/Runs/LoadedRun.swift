import NeSyCompute
import NeSyData
import NeSyFormats
import NeSyNetworks
import NeSyStorage
import NeSyTensor

/// A run with its network, ready to be asked.
public struct LoadedRun: Sendable {
    public let folder: RunFolder
    public let description: RunDescription
    public let network: Network
    public let filters: TrainedFilters?

    /// - Throws: `.missingInput` when there is no run or no checkpoint; bad data when they do not fit each other.
    public init(_ path: String, backend: any ComputeBackend, files: FileSystem = .system) throws(NeSyError) {
        folder = try RunFolder.open(path, files: files)
        description = try RunDescription(folder: folder)
        guard try folder.exists(folder.weightsFile) else {
            throw NeSyError(
                .missingInput, "The run has no weights yet.", at: folder.weightsFile,
                remedy:
                    "Let at least one epoch finish: nesy train \(description.dataPath) --out \(folder.path) --resume")
        }
        let checkpoint = try Checkpoint(file: folder.weightsFile, files: files)
        let graph = try NetworkGraph(description.network)
        do throws(NeSyError) {
            network = try Network(graph, on: backend, state: checkpoint.network)
        } catch { throw error.located(at: folder.weightsFile) }
        filters = checkpoint.filters
    }

    /// The images of a data set as this network reads them; the run's own data when `data` is nil. Limits of the run
    /// count for its own data only.
    /// - Parameters:
    ///   - masks: where the masks are, if not where the data set keeps them.
    ///   - holdsOut: whether part of a data set without splits becomes a test split.
    ///   - ofSameClasses: whether the classes of the images have to be those of the run; otherwise they may also be of
    ///     one class, or of none.
    /// - Throws: what opening throws; bad data when the classes are others.
    public func images(
        _ data: String?, masks: MaskSource? = nil, split: String? = nil, holdsOut: Bool = true,
        ofSameClasses: Bool = true, pool: WorkerPool
    ) throws(NeSyError) -> DatasetImages {
        var reader = DatasetReader()
        reader.fileSystem = folder.files
        reader.masks = masks
        if data != nil, !holdsOut { reader.holdout = 0 }
        if !ofSameClasses { reader.leastClasses = 1 }
        let (dataset, _) = try reader.open(data ?? description.dataPath)
        if data == nil {
            let fingerprint = try dataset.fingerprint(pool: pool)
            guard fingerprint == description.dataFingerprint else {
                throw NeSyError(
                    .badData, "The images of the run have changed since it was trained.", at: description.dataPath,
                    expected: "fingerprint \(description.dataFingerprint)", found: fingerprint,
                    remedy: "Name the images to use: --data \(description.dataPath)")
            }
        }
        return try images(of: dataset, split: split, isOwn: data == nil, ofSameClasses: ofSameClasses, pool: pool)
    }

    /// The same for a data set that is at hand.
    /// - Parameter isOwn: whether it is the data of the run.
    public func images(
        of dataset: ImageDataset, split: String? = nil, isOwn: Bool = true, ofSameClasses: Bool = true,
        pool: WorkerPool
    ) throws(NeSyError) -> DatasetImages {
        guard !ofSameClasses || dataset.classes == description.classes else {
            throw NeSyError(
                .badData, "The classes of the images are not those of the network.",
                expected: description.classes.joined(separator: ", "),
                found: dataset.classes.joined(separator: ", "))
        }
        var options = description.options
        if !isOwn {
            options.trainLimit = nil
            options.testLimit = nil
        }
        return try DatasetImages(
            dataset, options: options, input: network.graph.input, testSplit: split,
            areOfOtherClasses: dataset.classes != description.classes, threads: pool.threadCount)
    }

    /// The norm that the run's filters are read with.
    public func norm() throws(NeSyError) -> FilterNorm.Kind {
        try description.options.strategyOptions(classes: description.classes.count).norm
    }

    /// The thresholds that rules of this run were extracted with.
    /// - Throws: `.missingInput` when no rules have been extracted.
    public func extractedThresholds() throws(NeSyError) -> (thresholds: FilterThresholds, norm: FilterNorm.Kind) {
        let file = folder.rulesFolder + "/thresholds.safetensors"
        guard try folder.exists(file) else {
            throw NeSyError(
                .missingInput, "No rules have been extracted from this run.", at: folder.rulesFolder,
                remedy: "Run: nesy extract \(folder.path)")
        }
        let stored = try folder.files.decode(file, SafeTensors.decode)
        guard let filters = try TrainedFilters(arrays: stored.tensors, at: file), let theta = filters.thresholds,
            let norm = stored.metadata["norm"].flatMap(FilterNorm.Kind.init(rawValue:))
        else {
            throw NeSyError(
                .badData, "The thresholds of the rules cannot be read.", at: file,
                remedy: "Extract the rules again: nesy extract \(folder.path) --force")
        }
        let filterCount = try network.graph.shape(of: NetworkGraph.filtersTap).channels
        guard theta.values.count == filterCount else {
            throw NeSyError(
                .badData, "The rules are of another network than this run's.", at: file,
                expected: "thresholds of \(filterCount) filters", found: "\(theta.values.count)",
                remedy: "Extract the rules again: nesy extract \(folder.path) --force")
        }
        return (theta, norm)
    }
}
