import NeSyCompute
import NeSyTensor

/// Losses and logits of the steps since the last reading, kept on the device. Every step writes to cells of its own,
/// so that the sums do not depend on when they were read.
final class LossLedger {
    private let backend: any ComputeBackend
    private let parts: Int
    private let classes: Int
    private let interval: Int
    private let rowsPerStep: Int
    private let losses: BufferSlice
    private let logits: BufferSlice
    private var labels: [[Int32]] = []

    /// Logits of many steps of many classes are not worth their memory.
    private static let largestCount = 1 << 22

    init(
        _ backend: any ComputeBackend, interval: Int, parts: Int, capacity: Int, classes: Int
    ) throws(NeSyError) {
        self.backend = backend
        self.parts = parts
        self.classes = classes
        rowsPerStep = capacity
        self.interval = max(1, min(interval, LossLedger.largestCount / (capacity * classes)))
        losses = try backend.makeBuffer(count: self.interval * parts).slice
        logits = try backend.makeBuffer(count: self.interval * capacity * classes).slice
        labels.reserveCapacity(self.interval)
    }

    var isFull: Bool { labels.count == interval }

    /// Where the next step adds its loss.
    func cell(part: Int) -> BufferSlice { losses.slice(offset: labels.count * parts + part, count: 1) }

    func record(logits stepLogits: BufferSlice, labels stepLabels: [Int32]) {
        backend.copy(
            stepLogits,
            to: logits.slice(offset: labels.count * rowsPerStep * classes, count: stepLogits.count))
        labels.append(stepLabels)
    }

    /// Reads everything recorded and empties the ledger.
    /// - Returns: which of the recorded steps had a loss that is not finite, the first one.
    /// - Throws: a device error.
    func read(into running: inout RunningLoss) throws(NeSyError) -> (steps: Int, unfit: Int?) {
        let steps = labels.count
        guard steps > 0 else { return (0, nil) }
        let values = try backend.download(losses.slice(offset: 0, count: steps * parts))
        let scores = try backend.download(logits.slice(offset: 0, count: steps * rowsPerStep * classes))
        var unfit: Int?
        for step in 0..<steps {
            let parts = values[step * parts..<(step + 1) * parts]
            if unfit == nil, !parts.allSatisfy(\.isFinite) { unfit = step }
            let start = step * rowsPerStep * classes
            running.add(
                losses: parts, labels: labels[step], logits: scores[start..<start + labels[step].count * classes],
                classes: classes)
        }
        backend.fill(losses, with: 0)
        labels.removeAll(keepingCapacity: true)
        return (steps, unfit)
    }
}
