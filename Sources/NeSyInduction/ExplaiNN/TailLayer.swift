import CMicro
import NeSyTensor

/// The columns of the tail layer, and what earlier rules leave of them to send.
struct TailLayer: Sendable {
    let source: any BitColumnSource
    /// |T_A| in the table; prices are always those of the table.
    let usage: [Int]
    /// The number of the first tail item.
    let firstItem: Int
    /// The rows that are left of the tails that have rules; the others are whole.
    private(set) var residuals: [Int: BitColumn] = [:]
    /// |T'_A|: what is left of each column.
    private(set) var left: [Int]

    init(source: any BitColumnSource, usage: [Int], firstItem: Int) {
        self.source = source
        self.usage = usage
        self.firstItem = firstItem
        left = usage
    }

    var count: Int { usage.count }

    /// In how many rows each column of a source is set.
    static func usage(of source: any BitColumnSource, pool: WorkerPool) throws(NeSyError) -> [Int] {
        let words = BitMatrix.words(forRows: source.rows)
        let together = max(64, (1 << 26) / (8 * max(1, words)))
        var usage = [Int](repeating: 0, count: source.columns)
        var first = 0
        while first < usage.count {
            let block = first..<min(usage.count, first + together)
            try source.withColumns(block) { columns throws(NeSyError) in
                usage.withUnsafeMutableBufferPointer { usage in
                    let usage = usage
                    pool.run(parts: block.count) { index in
                        usage[block.lowerBound + index] = Int(
                            nesy_popcount(columns.baseAddress! + index * words, words))
                    }
                }
            }
            first = block.upperBound
        }
        return usage
    }

    /// Calls the body with a tail's column and with what is left of it.
    func withColumn(
        _ tail: Int, _ body: (_ column: UnsafePointer<UInt64>, _ left: UnsafePointer<UInt64>?) -> Void
    ) throws(NeSyError) {
        try source.withColumns(tail..<tail + 1) { words throws(NeSyError) in
            guard let residual = residuals[tail] else { return body(words.baseAddress!, nil) }
            residual.words.withUnsafeBufferPointer { body(words.baseAddress!, $0.baseAddress!) }
        }
    }

    /// What is left of neighbouring columns, one behind the other; nil when they are whole.
    func whatIsLeft(
        of range: Range<Int>, _ columns: UnsafeBufferPointer<UInt64>
    ) -> [UInt64]? {
        let touched = range.filter { residuals[$0] != nil }
        if touched.isEmpty { return nil }
        var words = Array(columns)
        let pitch = words.count / range.count
        for tail in touched {
            let first = (tail - range.lowerBound) * pitch
            words.replaceSubrange(first..<first + pitch, with: residuals[tail]?.words ?? [])
        }
        return words
    }

    /// Takes the rows that rules cover away from their tails.
    mutating func subtract(
        _ rules: [FoundRule], heads: HeadColumns, reading: ScoreReading
    ) throws(NeSyError) {
        for rule in rules {
            var covered = heads.rows(of: rule.head, reaching: rule.headThreshold)
            if reading.effectiveCover == .holds {
                covered.formIntersection(try rows(of: rule.tail, reaching: rule.tailThreshold))
            }
            for tail in rule.tail {
                var rest: BitColumn
                if let before = residuals[tail] { rest = before } else { rest = try column(tail) }
                rest.subtract(covered)
                left[tail] = rest.count
                residuals[tail] = rest
            }
        }
    }

    private func column(_ tail: Int) throws(NeSyError) -> BitColumn {
        var words: [UInt64] = []
        try source.withColumns(tail..<tail + 1) { column throws(NeSyError) in words = Array(column) }
        return BitColumn(rows: source.rows, words: words)
    }

    /// The rows in which at least so many of some tails are set.
    private func rows(of tails: [Int], reaching threshold: Int) throws(NeSyError) -> BitColumn {
        var counter = BitSlicedCounter(rows: source.rows)
        for tail in tails { counter.add(try column(tail)) }
        return counter.rows(atLeast: threshold)
    }
}
