import NeSyCompute
import NeSyData
import NeSyPipeline
import NeSyTensor
import Synchronization

/// A few small generated scenes: enough for everything that does not depend on accuracy.
enum SmallRooms {
    static func dataset(train: Int = 96, test: Int = 48) throws -> ImageDataset {
        var configuration = RoomsConfiguration()
        configuration.train = train
        configuration.validation = 0
        configuration.test = test
        configuration.trainBalanced = 0
        configuration.size = 32
        configuration.plantedConfounders = []
        return try Rooms(configuration).dataset(pool: WorkerPool(threadCount: 1))
    }

    /// Four epochs, the last two of them the strategy's.
    static func stage(out: String) -> TrainStage {
        var stage = TrainStage(data: "rooms", out: out)
        stage.options.epochs = 4
        stage.options.warmUpEpochs = 2
        stage.options.batchSize = 20
        stage.options.strategy = .ts3
        stage.options.filters = 32
        return stage
    }

    static func backend(threads: Int = 1) -> (CPUBackend, WorkerPool) {
        let pool = WorkerPool(threadCount: threads)
        return (CPUBackend(pool: pool), pool)
    }
}

/// Keeps what a stage says.
final class Notebook: StageObserver {
    private let state = Mutex<(notes: [String], rows: [EpochRow])>(([], []))

    var notes: [String] { state.withLock { $0.notes } }
    var rows: [EpochRow] { state.withLock { $0.rows } }

    func note(_ line: String) { state.withLock { $0.notes.append(line) } }
    func epoch(_ row: EpochRow) { state.withLock { $0.rows.append(row) } }
    func progress(_ work: String, done: Int, total: Int) {}
    var shouldStop: Bool { false }
}
