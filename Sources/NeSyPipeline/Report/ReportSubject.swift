import NeSyCompute
import NeSyConcepts
import NeSyData
import NeSyLogic
import NeSyNetworks
import NeSyStorage
import NeSyTensor

/// A run that a report is made of: network, rules, names, and what it says about its images.
struct ReportSubject: Sendable {
    let run: LoadedRun
    let program: RuleProgram
    let thresholds: FilterThresholds
    let norm: FilterNorm.Kind
    /// The names of the filters; nil when the run was not labelled.
    let labels: FilterLabels?
    let images: DatasetImages
    /// The images that the rules were learned from; nil when they are not at hand.
    let train: JudgedImages?
    /// The images that matrices and justifications speak of.
    let evaluated: JudgedImages
    /// What they are called.
    let evaluatedOn: String

    /// A run before its images are read: cheap, so that what is wrong with it is known at once.
    struct Opened: Sendable {
        let run: LoadedRun
        let program: RuleProgram
        let thresholds: FilterThresholds
        let norm: FilterNorm.Kind
        let labels: FilterLabels?

        /// - Throws: `.missingInput` when there is no run or no rules, with what to do; bad data when its files cannot
        ///   be understood.
        init(_ path: String, backend: any ComputeBackend, files: FileSystem) throws(NeSyError) {
            run = try LoadedRun(path, backend: backend, files: files)
            (thresholds, norm) = try run.extractedThresholds()
            program = try run.extractedProgram()
            labels = try LabelsFolder(run.folder.labelsFolder, files: files).labels()
        }
    }

    /// The images to report on, before any is read.
    struct Given: Sendable {
        let images: DatasetImages
        /// Whether they are those that the run was trained on.
        let isOwn: Bool

        /// Those that the run is judged on: the test images, or the training images where there are no others.
        var evaluated: ImageDataset { images.test ?? images.training }
    }

    /// Reads all images once.
    /// - Parameter progress: told how many images are done, of how many.
    /// - Throws: what reading the images throws; bad data when rules and network do not fit each other.
    init(
        _ opened: Opened, _ given: Given, progress: (_ done: Int, _ total: Int) throws(NeSyError) -> Void
    ) throws(NeSyError) {
        let (images, isOwn) = (given.images, given.isOwn)
        let size = opened.run.description.options.batchSize
        let total = (isOwn || images.test == nil ? images.training.count : 0) + (images.test?.count ?? 0)
        var done = 0
        func judge(_ dataset: ImageDataset) throws(NeSyError) -> JudgedImages {
            let readout = try FilterReadout(
                opened.run.network, source: images.ordered(dataset, size), classes: images.classes, norm: opened.norm,
                progress: { [done] (read) throws(NeSyError) in try progress(done + read, total) })
            done += dataset.count
            return try JudgedImages(
                dataset, readout: readout, thresholds: opened.thresholds, program: opened.program)
        }
        let training = isOwn || images.test == nil ? try judge(images.training) : nil
        train = isOwn ? training : nil
        if images.test == nil, let training {
            evaluated = training
            evaluatedOn = isOwn ? "training" : "given"
        } else {
            evaluated = try judge(given.evaluated)
            evaluatedOn = given.evaluated.samples.first.map(\.split.description) ?? "test"
        }
        run = opened.run
        program = opened.program
        thresholds = opened.thresholds
        norm = opened.norm
        labels = opened.labels
        self.images = images
    }

    /// The filters that the rules use, in the order of ``RuleProgram/usedAttributes``.
    var filters: [Int] {
        let names = FilterReadout.attributeNames(filters: thresholds.values.count)
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        return program.usedAttributes.compactMap { places[$0] }
    }
}
