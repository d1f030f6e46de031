import CMicro
import NeSyCompute
import NeSyTensor

/// The rows in which at least one item of a head is set, and how many are: all that a rule with this head looks at.
///
/// Columns are cut down to these rows before anything is counted: to the words where the head's columns are not zero,
/// and where many words with few rows remain, to these very rows.
struct HeadRows {
    /// The words that are looked at.
    private let spans: [Range<Int>]
    /// The rows among them.
    private let mask: [UInt64]
    /// Whether rows are packed side by side.
    private let isPacked: Bool
    /// The length of a column that was cut down, a multiple of 8.
    let words: Int
    /// Per count of head items, from 1 up to the largest that occurs: the rows with exactly as many.
    let rowCounts: [Int]
    /// The same as sets, one behind the other; empty when 1 is the largest.
    private let sets: [UInt64]

    init(_ head: [Int], of heads: HeadColumns) {
        let spans = HeadRows.merge(head.map { heads.spans[$0] })
        self.spans = spans
        let gathered = HeadRows.paddedCount(spans.reduce(0) { $0 + $1.count })
        let (mask, planes, planeCount) = heads.matrix.words.withUnsafeBufferPointer { all in
            let columns = head.map { HeadRows.gather(all.baseAddress! + $0 * heads.words, spans, gathered) }
            if heads.areDisjoint || columns.count == 1 {
                var mask = [UInt64](repeating: 0, count: gathered)
                for column in columns { for word in 0..<gathered { mask[word] |= column[word] } }
                return (mask, [UInt64](), 0)
            }
            let counter = RowCounter(words: gathered, columns: columns.count) { counter in
                for column in columns { counter.add(column) }
            }
            var mask = [UInt64](repeating: 0, count: gathered)
            for plane in 0..<counter.planeCount {
                for word in 0..<gathered { mask[word] |= counter.planes[plane * gathered + word] }
            }
            return (mask, counter.planes, counter.planeCount)
        }
        self.mask = mask
        let rows = Int(nesy_popcount(mask, gathered))
        isPacked = gathered > 256 && rows < 32 * gathered
        let words = isPacked ? BitMatrix.words(forRows: rows) : gathered
        self.words = words
        guard planeCount > 1 else {
            rowCounts = rows > 0 ? [rows] : []
            sets = []
            return
        }
        var cut = planes
        if isPacked {
            cut = [UInt64](unsafeUninitializedCapacity: planeCount * words) { cut, filled in
                planes.withUnsafeBufferPointer { planes in
                    for plane in 0..<planeCount {
                        nesy_extract_bits(
                            planes.baseAddress! + plane * gathered, mask, gathered, cut.baseAddress! + plane * words,
                            words)
                    }
                }
                filled = planeCount * words
            }
        }
        var sets: [UInt64] = []
        var counts: [Int] = []
        var found = 0
        for value in 1...head.count where found < rows {
            let set = [UInt64](unsafeUninitializedCapacity: words) { set, filled in
                nesy_planes_equal(
                    VectorLevel.best.rawValue, cut, planeCount, words, UInt64(value), set.baseAddress!)
                filled = words
            }
            counts.append(Int(nesy_popcount(set, words)))
            found += counts[value - 1]
            sets += set
        }
        rowCounts = counts
        self.sets = counts.count > 1 ? sets : []
    }

    /// The rows with exactly `count` head items; nil for all rows.
    func withSet<Result>(count: Int, _ body: (UnsafePointer<UInt64>?) -> Result) -> Result {
        if sets.isEmpty { return body(nil) }
        return sets.withUnsafeBufferPointer { body($0.baseAddress! + (count - 1) * words) }
    }

    /// Cuts a column down to the rows, into `words` words.
    func cut(_ column: UnsafePointer<UInt64>, to target: UnsafeMutablePointer<UInt64>) {
        mask.withUnsafeBufferPointer { mask in
            if isPacked, spans.count == 1 {
                nesy_extract_bits(column + spans[0].lowerBound, mask.baseAddress!, spans[0].count, target, words)
            } else if isPacked {
                let gathered = HeadRows.gather(column, spans, mask.count)
                nesy_extract_bits(gathered, mask.baseAddress!, mask.count, target, words)
            } else {
                var next = 0
                for span in spans {
                    for word in span {
                        target[next] = column[word] & mask[next]
                        next += 1
                    }
                }
                while next < words {
                    target[next] = 0
                    next += 1
                }
            }
        }
    }

    /// The words of a column in some spans, side by side and padded with zeros.
    private static func gather(
        _ column: UnsafePointer<UInt64>, _ spans: [Range<Int>], _ count: Int
    ) -> [UInt64] {
        [UInt64](unsafeUninitializedCapacity: count) { words, filled in
            var next = 0
            for span in spans {
                (words.baseAddress! + next).update(from: column + span.lowerBound, count: span.count)
                next += span.count
            }
            (words.baseAddress! + next).update(repeating: 0, count: count - next)
            filled = count
        }
    }

    private static func paddedCount(_ words: Int) -> Int { (words + 7) / 8 * 8 }

    /// Overlapping and neighbouring ranges become one.
    private static func merge(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
