import NeSyFormats
import NeSyNetworks
import NeSyStorage
import NeSyTensor
import Synchronization

/// The figures of every epoch, kept for `metrics.csv` and passed on to whoever watches.
final class MetricsLog: StageObserver {
    private let folder: RunFolder
    private let observer: any StageObserver
    private let kept: Mutex<[EpochRow]>

    init(folder: RunFolder, rows: [EpochRow], observer: any StageObserver) {
        self.folder = folder
        self.observer = observer
        kept = Mutex(rows)
    }

    var rows: [EpochRow] { kept.withLock { $0 } }

    func note(_ line: String) { observer.note(line) }
    func progress(_ work: String, done: Int, total: Int) { observer.progress(work, done: done, total: total) }
    var shouldStop: Bool { observer.shouldStop }

    func epoch(_ row: EpochRow) {
        kept.withLock { $0.append(row) }
        observer.epoch(row)
    }

    /// Writes all rows so far.
    func write() throws(NeSyError) {
        let lines = rows.map { $0.csvLine + "\n" }.joined()
        try folder.write(EpochRow.csvHeader + "\n" + lines, to: folder.metricsFile)
    }
}
