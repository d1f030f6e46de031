import NeSyFormats
import NeSyNetworks
import NeSyReport
import NeSyStorage
import NeSyTensor

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A training as TensorBoard shows it: `events.out.tfevents.TIME.HOST` in the run folder, a file for every call of
/// `train`, with the epoch as step.
///
/// Every epoch has its figures. The kernels of the first convolution and the mean norms by class and filter on the test
/// images are drawn after the first epoch, at the end of each phase, and about ten times between.
final class TrainingEvents {
    private let folder: RunFolder
    private let network: Network
    private let options: RunOptions
    private var events: EventFile
    /// The file; nil until something is written.
    private var path: String?
    private var isEmpty = true

    init(folder: RunFolder, network: Network, options: RunOptions) {
        self.folder = folder
        self.network = network
        self.options = options
        events = EventFile(time: TrainingEvents.now)
    }

    /// Notes the figures of an epoch, and pictures when they are due.
    /// - Throws: a device error.
    func add(_ row: EpochRow, _ readout: FilterReadout?) throws(NeSyError) {
        isEmpty = false
        let time = TrainingEvents.now
        for (tag, value) in TrainingEvents.figures(row) { events.add(tag, Float(value), step: row.epoch, time: time) }
        guard isPictured(row.epoch) else { return }
        if let kernels = try network.firstKernels() {
            try events.add("filters/first_convolution", KernelSheet(kernels).image(), step: row.epoch, time: time)
        }
        if let readout {
            let means = ClassMeans(values: readout.norms, labels: readout.labels)
            let matrix = ClassFilterMatrix(means: readout.labels.classes.indices.map(means.row))
            try events.add("filters/norm_by_class", matrix.image(), step: row.epoch, time: time)
        }
    }

    /// Adds what has been noted to the file.
    func write() throws(NeSyError) {
        if isEmpty { return }
        do throws(StorageError) {
            let file: String
            if let path { file = path } else { file = try newPath() }
            path = file
            try folder.files.append(file, events.takeBytes())
            isEmpty = true
        } catch {
            throw NeSyError(writing: error)
        }
    }

    private static func figures(_ row: EpochRow) -> [(tag: String, value: Double)] {
        var figures: [(tag: String, value: Double)] = [("loss", row.loss), ("accuracy/train", row.trainAccuracy)]
        if let accuracy = row.testAccuracy { figures.append(("accuracy/test", accuracy)) }
        figures += [("learning_rate", row.learningRate), ("images_per_second", row.imagesPerSecond)]
        if let sparsity = row.diagnostics {
            figures += [
                ("sparsity/own_on", sparsity.ownOn), ("sparsity/other_on", sparsity.otherOn),
                ("sparsity/score_accuracy", sparsity.scoreAccuracy), ("sparsity/binarity", sparsity.binarity),
            ]
        }
        return figures
    }

    private func isPictured(_ epoch: Int) -> Bool {
        let interval = max(1, options.epochs / 10)
        return epoch == 1 || epoch == options.phaseOneEpochs || epoch == options.epochs || epoch % interval == 0
    }

    /// A name that no file has: two calls within a second are told apart.
    private func newPath() throws(StorageError) -> String {
        var time = Int(TrainingEvents.now)
        while true {
            let path = folder.path + "/" + EventFile.name(time: time, host: TrainingEvents.host)
            if try folder.files.inspect(path) == nil { return path }
            time += 1
        }
    }

    /// Seconds since 1970.
    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// The name of this machine, as far as it can stand in that of a file.
    private static let host: String = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let plain = String(decoding: bytes, as: UTF8.self).filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
        }
        return plain.isEmpty ? "localhost" : plain
    }()
}
