import NeSyFormats
import NeSyJSON
import NeSyNetworks
import NeSyStorage
import NeSyTensor

/// A training as it stood between two steps, in one file: weights, moments and what the strategy fixed are tensors,
/// the counters are JSON in the metadata. One file is whole or absent, so weights and counters always belong together.
public struct Checkpoint: Sendable {
    /// The phase that is under way: 0 is the cross-entropy phase, 1 the strategy's, 2 when both are done.
    public var phase: Int
    /// nil once all phases are done.
    public var trainer: TrainerState?
    public var network: NetworkState
    public var filters: TrainedFilters?
    /// Penalties of elite back-propagation, `[classes, filters]`.
    public var penalties: Tensor?

    static let format = "nesy.checkpoint/1"
    private static let filterPrefix = "strategy."
    private static let momentPrefix = "optimizer."

    public func encode() -> [UInt8] {
        var tensors: [String: NumericArray] = [:]
        for entry in network.tensors { tensors[entry.name] = NumericArray(entry.tensor) }
        for entry in trainer?.moments ?? [] {
            tensors[Checkpoint.momentPrefix + entry.name] = NumericArray(entry.tensor)
        }
        if let filters {
            for (name, array) in filters.arrays { tensors[Checkpoint.filterPrefix + name] = array }
        }
        if let penalties { tensors[Checkpoint.filterPrefix + "penalties"] = NumericArray(penalties) }
        var counters: [JSON.Member] = [JSON.Member("phase", .integer(phase))]
        if let trainer { counters.append(JSON.Member("trainer", trainer.json)) }
        return SafeTensors(
            tensors: tensors,
            metadata: [
                "format": Checkpoint.format, "layout": "images NHWC, convolutions HWIO, dense IO",
                "state": JSON.object(counters).text(),
            ]
        ).encode()
    }

    /// - Throws: bad data when the file is damaged or no checkpoint.
    public init(file path: String, files: FileSystem) throws(NeSyError) {
        let file = try files.decode(path, SafeTensors.decode)
        func fail(_ what: String, expected: String? = nil, found: String? = nil) -> NeSyError {
            NeSyError(.badData, what, at: path, expected: expected, found: found)
        }
        guard file.metadata["format"] == Checkpoint.format, let text = file.metadata["state"] else {
            throw fail(
                "The file holds tensors but no checkpoint of a training.", expected: "format \(Checkpoint.format)",
                found: file.metadata["format"] ?? "no format")
        }
        let state: JSON
        do throws(JSONError) { state = try JSON.parse(text) } catch {
            throw fail("The counters of a checkpoint cannot be read.", found: error.description)
        }
        guard let phase = state["phase"]?.intValue, (0...2).contains(phase) else {
            throw fail("The counters of a checkpoint cannot be read.", expected: "phase 0, 1 or 2")
        }
        self.phase = phase
        var weights: [NamedTensor] = []
        var moments: [NamedTensor] = []
        var strategy: [String: NumericArray] = [:]
        for (name, array) in file.tensors.sorted(by: { $0.key < $1.key }) {
            if name.hasPrefix(Checkpoint.filterPrefix) {
                strategy[String(name.dropFirst(Checkpoint.filterPrefix.count))] = array
            } else if name.hasPrefix(Checkpoint.momentPrefix) {
                moments.append(NamedTensor(String(name.dropFirst(Checkpoint.momentPrefix.count)), array.tensor))
            } else {
                weights.append(NamedTensor(name, array.tensor))
            }
        }
        network = NetworkState(weights)
        penalties = strategy.removeValue(forKey: "penalties")?.tensor
        if let penalties, penalties.shape.rank != 2 {
            throw fail("The penalties of a checkpoint are no matrix.", found: "shape \(penalties.shape)")
        }
        filters = try TrainedFilters(arrays: strategy, at: path)
        if let counters = state["trainer"] {
            guard let trainer = TrainerState(json: counters, moments: moments) else {
                throw fail("The counters of a checkpoint cannot be read.", found: counters.text())
            }
            self.trainer = trainer
        } else {
            trainer = nil
        }
    }

    public init(
        phase: Int, trainer: TrainerState?, network: NetworkState, filters: TrainedFilters? = nil,
        penalties: Tensor? = nil
    ) {
        self.phase = phase
        self.trainer = trainer
        self.network = network
        self.filters = filters
        self.penalties = penalties
    }
}

extension TrainerState {
    /// The counters; moments are tensors and kept beside them.
    var json: JSON {
        [
            "epoch": .integer(epoch), "batch": .integer(batch), "step": .integer(step),
            "schedule": [
                "factor": .number(schedule.factor),
                // JSON has no infinity: null is "no epoch yet".
                "best": schedule.best.isFinite ? .number(schedule.best) : .null,
                "epochs_without_gain": .integer(schedule.epochsWithoutGain),
            ],
            "running": [
                "sums": .array(running.sums.map(JSON.number)), "images": .integer(running.images),
                "labelled": .integer(running.labelled), "correct": .integer(running.correct),
            ],
            "best": best.map { ["epoch": .integer($0.epoch), "accuracy": .number($0.accuracy)] } ?? .null,
        ]
    }

    init?(json: JSON, moments: [NamedTensor]) {
        guard let epoch = json["epoch"]?.intValue, let batch = json["batch"]?.intValue,
            let step = json["step"]?.intValue, let schedule = json["schedule"],
            let factor = schedule["factor"]?.doubleValue,
            let without = schedule["epochs_without_gain"]?.intValue, let running = json["running"],
            let sums = running["sums"]?.arrayValue, let images = running["images"]?.intValue,
            let labelled = running["labelled"]?.intValue, let correct = running["correct"]?.intValue
        else { return nil }
        var best: BestEpoch?
        if let found = json["best"], found != .null {
            guard let epoch = found["epoch"]?.intValue, let accuracy = found["accuracy"]?.doubleValue else {
                return nil
            }
            best = BestEpoch(epoch: epoch, accuracy: accuracy)
        }
        self.init(
            epoch: epoch, batch: batch, step: step,
            schedule: Schedule.State(
                factor: factor, best: schedule["best"]?.doubleValue ?? .infinity, epochsWithoutGain: without),
            moments: moments,
            running: RunningLoss(
                sums: sums.compactMap(\.doubleValue), images: images, labelled: labelled, correct: correct),
            best: best)
    }
}
