import CMicro
import NeSyTensor

/// The columns of the head layer and what a search asks of them again and again.
struct HeadColumns: Sendable {
    let matrix: BitMatrix
    /// |T_x|.
    let usage: [Int]
    /// The words between the first and the last that is not zero.
    let spans: [Range<Int>]
    /// Whether no row has two heads, as with the labels of a classifier.
    let areDisjoint: Bool
    /// The rows of each head where they stand together for all heads, as in a table sorted by label.
    let runs: [Range<Int>]?

    var rows: Int { matrix.rows }
    var count: Int { matrix.columns }
    var words: Int { matrix.wordsPerColumn }

    /// The rows in which at least so many of some heads are set.
    func rows(of heads: [Int], reaching threshold: Int) -> BitColumn { counter(of: heads).rows(atLeast: threshold) }

    /// The rows in which at least 1, 2 … of some heads are set, up to the most that any row has.
    func rowsByThreshold(of heads: [Int]) -> [BitColumn] {
        let counter = counter(of: heads)
        var columns: [BitColumn] = []
        for threshold in 1..<heads.count + 1 {
            let rows = counter.rows(atLeast: threshold)
            if rows.isEmpty { break }
            columns.append(rows)
        }
        return columns
    }

    private func counter(of heads: [Int]) -> BitSlicedCounter {
        var counter = BitSlicedCounter(rows: rows)
        for head in heads { counter.add(column: head, of: matrix) }
        return counter
    }

    init(_ matrix: BitMatrix, pool: WorkerPool) {
        self.matrix = matrix
        let (count, words) = (matrix.columns, matrix.wordsPerColumn)
        var usage = [Int](repeating: 0, count: count)
        var bounds = [Range<Int>](repeating: 0..<0, count: count)
        matrix.words.withUnsafeBufferPointer { all in
            usage.withUnsafeMutableBufferPointer { usage in
                bounds.withUnsafeMutableBufferPointer { bounds in
                    let (usage, bounds) = (usage, bounds)
                    pool.run(parts: count) { head in
                        let column = UnsafeBufferPointer(rebasing: all[head * words..<(head + 1) * words])
                        usage[head] = Int(nesy_popcount(column.baseAddress!, words))
                        guard let first = column.firstIndex(where: { $0 != 0 }),
                            let last = column.lastIndex(where: { $0 != 0 })
                        else { return }
                        bounds[head] =
                            first * 64 + column[first].trailingZeroBitCount
                            ..< last * 64 + 64 - column[last].leadingZeroBitCount
                    }
                }
            }
        }
        self.usage = usage
        spans = bounds.map { $0.isEmpty ? 0..<0 : $0.lowerBound >> 6..<($0.upperBound + 63) >> 6 }
        runs = zip(bounds, usage).allSatisfy { $0.count == $1 } ? bounds : nil
        var union = [UInt64](repeating: 0, count: words)
        for head in 0..<count {
            for word in spans[head] { union[word] |= matrix.words[head * words + word] }
        }
        areDisjoint = union.reduce(0) { $0 + $1.nonzeroBitCount } == usage.reduce(0, +)
    }
}
