import CMicro
import NeSyTensor

/// Finds the best literal for telling positives from negatives.
///
/// Columns are tried in order, and within a column the literals are; a later one wins only when its score is
/// strictly higher. Columns may be counted on several threads: the order of the columns decides all the same.
struct LiteralSearch<Score: LiteralScore>: Sendable {
    let score: Score
    let columns: [FoldColumn]
    let pool: WorkerPool?

    /// Columns a part of the work has.
    private static var grain: Int { 16 }
    /// Below this many steps the threads are not worth waking.
    private static var worthThreads: Int { 1 << 20 }

    func best(positives: RowSet, negatives: RowSet, used: [CodedLiteral]) -> CodedLiteral? {
        let hasCodes = columns.contains { if case .codes = $0.cells { true } else { false } }
        let rows = hasCodes ? (positives.rows, negatives.rows) : ([], [])
        let bests = [ScoredLiteral](unsafeUninitializedCapacity: columns.count) { target, count in
            let results = UnsafeResults(target)
            let work: (Range<Int>) -> Void = { range in
                for column in range {
                    var tally = ColumnTally(
                        score: score, column: column, used: used.filter { $0.column == column })
                    switch columns[column].cells {
                    case .bits(let bits):
                        tally.tryStrings(of: columns[column], bits, positives, negatives)
                    case .codes(let codes):
                        tally.tryCodes(of: columns[column], codes, rows.0, rows.1)
                    }
                    results[column] = tally.best
                }
            }
            let steps = columns.count * (positives.words.count + (hasCodes ? rows.0.count + rows.1.count : 0))
            if let pool, steps >= Self.worthThreads {
                pool.run(count: columns.count, grain: Self.grain, work)
            } else {
                work(0..<columns.count)
            }
            count = columns.count
        }
        var best = ScoredLiteral.none
        for candidate in bests where candidate.score > best.score { best = candidate }
        return best.literal
    }
}

/// A literal and its score.
struct ScoredLiteral {
    var score: Double
    var literal: CodedLiteral?

    static let none = ScoredLiteral(score: -.infinity, literal: nil)
}

/// One slot a column, each written by one thread. `@unchecked Sendable`: parts write disjoint slots.
private struct UnsafeResults: @unchecked Sendable {
    private let base: UnsafeMutablePointer<ScoredLiteral>?

    init(_ buffer: UnsafeMutableBufferPointer<ScoredLiteral>) { base = buffer.baseAddress }

    subscript(index: Int) -> ScoredLiteral {
        get { base![index] }
        nonmutating set { (base! + index).initialize(to: newValue) }
    }
}
