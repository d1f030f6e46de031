import NeSyCompute
import NeSyData
import NeSyInduction
import NeSyNetworks
import NeSyReport
import NeSyStorage
import NeSyTensor

/// Pictures of mined rules: where in a convolution they look, and what their neurons look for. Written as SVG and PNG
/// into `pictures` beside the rules.
public struct RulePictures: Sendable, Hashable {
    /// Whether every filter that rules from classes to positions use is drawn, see ``RuleOverlay``.
    public var overlays = true
    /// Rules, those that save most bits first, whose tails get prototypes, see ``PrototypeSheet``.
    public var prototypes = 0
    /// How prototypes are made. Scale and background are those of the images, whatever stands here.
    public var options = PrototypeOptions()

    public init() {}

    static let folder = "pictures"

    /// - Throws: a usage error when rules of these inputs cannot be drawn.
    public func check(_ inputs: MiningInputs) throws(NeSyError) { _ = try layers(of: inputs) }

    /// - Parameters:
    ///   - result: what was mined; the pictures go into its folder, in place of earlier ones.
    ///   - inputs: what it was mined from.
    /// - Returns: the names of the files, with that of their folder.
    /// - Throws: what reading the run and its images throws; a device error; what writing throws; interrupted when the
    ///   observer says so, before anything is written.
    public func draw(
        _ result: MineStage.Result, of inputs: MiningInputs, backend: any ComputeBackend, pool: WorkerPool,
        observer: any StageObserver
    ) throws(NeSyError) -> [String] {
        let source = try layers(of: inputs)
        let run = try LoadedRun(source.run, backend: backend, files: inputs.files)
        let images = try run.images(source.data, split: source.split, holdsOut: false, pool: pool)
        let dataset = source.split == nil ? images.training : images.test ?? images.training
        let pictures = try pictures(
            of: result.mined, between: result.pair, run: run, images: images, dataset: dataset, observer: observer)
        let folder = result.folder.path + "/" + RulePictures.folder
        do throws(StorageError) {
            try inputs.files.makeDirectory(folder)
            for name in try inputs.files.list(folder) where name.hasSuffix(".svg") || name.hasSuffix(".png") {
                try inputs.files.remove(folder + "/" + name)
            }
        } catch { throw NeSyError(writing: error) }
        for picture in pictures { try inputs.files.encode(picture.bytes, to: folder + "/" + picture.name) }
        return pictures.map { RulePictures.folder + "/" + $0.name }
    }

    /// The same for a run and images that are at hand, as files that nobody has written yet.
    /// - Parameter dataset: the images that the rules were mined from, in their order.
    func pictures(
        of mined: MinedRules, between pair: LayerPair, run: LoadedRun, images: DatasetImages, dataset: ImageDataset,
        observer: any StageObserver
    ) throws(NeSyError) -> [PictureFile] {
        precondition(dataset.count == pair.rows, "rules of other images")
        guard !mined.rules.isEmpty else { return [] }
        let subject = Subject(mined: mined, pair: pair, run: run, images: images, dataset: dataset, observer: observer)
        var files: [PictureFile] = []
        if overlays, pair.heads.kind == .classes, pair.tails.kind == .positions {
            files += try subject.overlays()
        }
        if prototypes > 0 { files += try subject.prototypes(of: prototypes, options) }
        return files
    }

    private func layers(of inputs: MiningInputs) throws(NeSyError) -> MiningInputs.NetworkLayers {
        guard case .network(let layers) = inputs.source else {
            throw NeSyError(
                .usage, "Pictures are drawn of the layers of a network, and tables have none.",
                expected: "the folder of a run", remedy: "Leave out --pictures and --prototypes.")
        }
        return layers
    }

    /// What is drawn.
    struct Subject {
        let mined: MinedRules
        let pair: LayerPair
        let run: LoadedRun
        let images: DatasetImages
        let dataset: ImageDataset
        let observer: any StageObserver

        func report(_ what: String, _ done: Int, of total: Int) throws(NeSyError) {
            observer.progress(what, done: done, total: total)
            if observer.shouldStop {
                throw NeSyError(.interrupted, "Interrupted before the pictures were complete; the rules are written.")
            }
        }
    }
}
