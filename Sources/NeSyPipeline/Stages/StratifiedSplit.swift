import NeSyTensor

/// Rows held back for testing: the same share of every class, drawn from a seed.
public struct StratifiedSplit: Sendable, Hashable {
    /// Rows to learn from, ascending.
    public let kept: [Int]
    /// Rows to test on, ascending.
    public let held: [Int]

    /// - Parameter share: of the rows of every class, rounded to the nearest row.
    /// - Throws: a usage error for a share outside 0..1, or one that leaves nothing to learn from or to test on.
    public init(_ labels: Labels, share: Double, seed: UInt64) throws(NeSyError) {
        guard share > 0, share < 1 else {
            throw NeSyError(
                .usage, "--holdout is out of range.", expected: "a share between 0 and 1", found: "\(share)")
        }
        var members = [[Int]](repeating: [], count: labels.classes.count)
        for (row, c) in labels.indices.enumerated() { members[Int(c)].append(row) }
        var held: [Int] = []
        var kept: [Int] = []
        for (c, rows) in members.enumerated() {
            var generator = CounterRandomGenerator(CounterRandom(seed: seed, stream: 0x5350_4c49 + UInt64(c)))
            let order = rows.shuffled(using: &generator)
            let count = Int((Double(rows.count) * share).rounded())
            held += order.prefix(count)
            kept += order.dropFirst(count)
        }
        guard !held.isEmpty, !kept.isEmpty else {
            throw NeSyError(
                .usage, "--holdout leaves nothing to \(held.isEmpty ? "test on" : "learn from").",
                expected: "a share that leaves rows on both sides", found: "\(share) of \(labels.count) rows")
        }
        self.held = held.sorted()
        self.kept = kept.sorted()
    }
}
