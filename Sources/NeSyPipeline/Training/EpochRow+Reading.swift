import NeSyNetworks
import NeSyStorage
import NeSyTensor

extension EpochRow {
    /// The rows of `metrics.csv`, up to the epoch that a checkpoint stands at; an absent file has none.
    /// - Parameter total: the epochs of the whole training.
    /// - Throws: bad data with line and column unless epochs ascend from 1 to `total`, accuracies are shares and losses
    ///   lie within the range of `Float`. A training that diverged has figures that are not finite; they may stay.
    static func read(
        _ path: String, upTo epoch: Int = .max, of total: Int, files: FileSystem
    ) throws(NeSyError) -> [EpochRow] {
        let bytes: [UInt8]
        do throws(StorageError) {
            guard try files.inspect(path) != nil else { return [] }
            bytes = try files.read(path)
        } catch { throw NeSyError(reading: error) }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard let head = lines.first, head == csvHeader else {
            throw NeSyError(
                .badData, "The metrics of a run cannot be read.", at: "\(path), line 1", expected: csvHeader,
                found: lines.first.map { String($0.prefix(80)) }, remedy: remedy)
        }
        var rows: [EpochRow] = []
        for (number, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            do throws(NeSyError) {
                rows.append(try MetricsLine(cells: cells).row(after: rows.last?.epoch ?? 0, of: total))
            } catch {
                var error = error.located(at: "\(path), line \(number + 1)")
                error.remedy = remedy
                throw error
            }
        }
        return rows.filter { $0.epoch <= epoch }
    }

    private static let remedy =
        "Repair the line, or remove the file: the run loses the figures of its epochs, and nothing else."
}

/// A line of `metrics.csv`, cell by cell.
private struct MetricsLine {
    let cells: [String]
    private static let columns = EpochRow.csvHeader.split(separator: ",").map(String.init)

    /// - Parameter last: the epoch of the line before.
    func row(after last: Int, of total: Int) throws(NeSyError) -> EpochRow {
        guard cells.count == MetricsLine.columns.count else {
            throw NeSyError(
                .badData, "The metrics of a run cannot be read.", expected: EpochRow.csvHeader,
                found: String(cells.joined(separator: ",").prefix(80)))
        }
        guard let epoch = Int(cells[0]), epoch > last, epoch <= total else {
            throw failure(0, expected: last < total ? "an epoch from \(last + 1) to \(total)" : "no further epoch")
        }
        var row = EpochRow(
            epoch: epoch, of: total, phase: cells[1], loss: try loss(2), trainAccuracy: try share(3),
            testAccuracy: cells[4].isEmpty ? nil : try share(4), learningRate: try number(5),
            imagesPerSecond: try number(6), seconds: try number(7))
        if cells[8...].contains(where: { !$0.isEmpty }) {
            row.diagnostics = SparsityDiagnostics(
                ownOn: try number(8), otherOn: try number(9), scoreAccuracy: try number(10), binarity: try number(11))
        }
        return row
    }

    private func number(_ column: Int) throws(NeSyError) -> Double {
        guard let value = Double(cells[column]) else { throw failure(column, expected: "a number") }
        return value
    }

    private func share(_ column: Int) throws(NeSyError) -> Double {
        let value = try number(column)
        guard value.isNaN || (0...1).contains(value) else { throw failure(column, expected: "a share from 0 to 1") }
        return value
    }

    private func loss(_ column: Int) throws(NeSyError) -> Double {
        let value = try number(column)
        guard !value.isFinite || value.magnitude <= Double(Float.greatestFiniteMagnitude) else {
            throw failure(column, expected: "a loss of 32-bit arithmetic, at most \(Float.greatestFiniteMagnitude)")
        }
        return value
    }

    private func failure(_ column: Int, expected: String) -> NeSyError {
        NeSyError(
            .badData, "The metrics of a run cannot be read.", at: "column \(MetricsLine.columns[column])",
            expected: expected, found: String(cells[column].prefix(80)))
    }
}
