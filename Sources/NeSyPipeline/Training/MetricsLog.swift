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

extension EpochRow {
    /// The rows of `metrics.csv`, up to the epoch that a checkpoint stands at; an absent file has none.
    static func read(_ path: String, upTo epoch: Int, of total: Int, files: FileSystem) throws(NeSyError) -> [EpochRow]
    {
        let bytes: [UInt8]
        do throws(StorageError) {
            guard try files.inspect(path) != nil else { return [] }
            bytes = try files.read(path)
        } catch { throw NeSyError(reading: error) }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.first.map(String.init) == csvHeader else {
            throw NeSyError(.badData, "The metrics of a run cannot be read.", at: path, expected: csvHeader)
        }
        var rows: [EpochRow] = []
        for (number, line) in lines.enumerated().dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 12, let epoch = Int(cells[0]), let loss = Double(cells[2]),
                let train = Double(cells[3]), let rate = Double(cells[5]), let speed = Double(cells[6]),
                let seconds = Double(cells[7])
            else {
                throw NeSyError(
                    .badData, "The metrics of a run cannot be read.", at: "\(path), line \(number + 1)",
                    expected: csvHeader, found: String(line))
            }
            var row = EpochRow(
                epoch: epoch, of: total, phase: cells[1], loss: loss, trainAccuracy: train,
                testAccuracy: Double(cells[4]), learningRate: rate, imagesPerSecond: speed, seconds: seconds)
            if let own = Double(cells[8]), let other = Double(cells[9]), let score = Double(cells[10]),
                let binarity = Double(cells[11])
            {
                row.diagnostics = SparsityDiagnostics(
                    ownOn: own, otherOn: other, scoreAccuracy: score, binarity: binarity)
            }
            rows.append(row)
        }
        return rows.filter { $0.epoch <= epoch }
    }
}
