import CMicro
import NeSyCompute
import NeSyTensor

/// Prices the merge of two tails under one head: the thresholds that make it cheapest.
struct MergePricer {
    private let headBits: Double
    private let coder: RuleCoder
    private let tails: TailLayer
    private let coversHolds: Bool
    private let isStrict: Bool
    private let level = VectorLevel.best.rawValue

    init(head: [Int], coder: RuleCoder, tails: TailLayer, reading: ScoreReading) {
        headBits = coder.items(head)
        self.coder = coder
        self.tails = tails
        coversHolds = reading.effectiveCover == .holds
        isStrict = reading.mode == .strict
    }

    // MARK: - Tails

    func prepare(_ member: MergingRule, in rows: HeadRows) throws(NeSyError) -> PreparedTail {
        let list = member.rule.tail
        let words = rows.words
        var ones = [Int](repeating: 0, count: rows.rowCounts.count)
        var saved = ones.map { _ in 0.0 }
        var left: [UInt64] = []
        var failure: NeSyError?
        let counter = RowCounter(words: words, columns: list.count) { counter in
            for tail in list where failure == nil {
                do throws(NeSyError) {
                    try tails.withColumn(tail) { column, rest in
                        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words) { cut in
                            rows.cut(column, to: cut.baseAddress!)
                            counter.add(cut.baseAddress!)
                            if list.count == 1 { ones = count(cut.baseAddress!, in: rows) }
                            if let rest { rows.cut(rest, to: cut.baseAddress!) }
                            if coversHolds {
                                left += UnsafeBufferPointer(cut)
                            } else {
                                addSavings(of: tail, count(cut.baseAddress!, in: rows), to: &saved)
                            }
                        }
                    }
                } catch {
                    failure = error
                }
            }
        }
        if let failure { throw failure }
        return PreparedTail(
            size: list.count, counter: counter, ones: ones, bits: member.tailBits, saved: saved, left: left,
            leftCounts: coversHolds ? list.map { tails.left[$0] } : [])
    }

    /// In how many rows with exactly so many head items a column is set.
    private func count(_ column: UnsafePointer<UInt64>, in rows: HeadRows) -> [Int] {
        if rows.rowCounts.count == 1 { return [Int(nesy_popcount(column, rows.words))] }
        return (1..<rows.rowCounts.count + 1).map { count in
            rows.withSet(count: count) { set in
                set.map { Int(nesy_popcount_and(level, column, $0, rows.words)) } ?? 0
            }
        }
    }

    private func addSavings(of tail: Int, _ counts: [Int], to saved: inout [Double]) {
        let before = coder.column(tails.left[tail])
        var covered = 0
        for threshold in counts.indices.reversed() {
            covered += counts[threshold]
            saved[threshold] += before - coder.column(tails.left[tail] - covered)
        }
    }

    // MARK: - Prices

    /// The cheapest thresholds, ties by the smaller l, then k; nil when the head is set in no row.
    func price(
        _ a: PreparedTail, _ b: PreparedTail, in rows: HeadRows, _ scratch: MergeScratch
    ) -> RulePrice? {
        let size = a.size + b.size
        let itemBits = headBits + CodeLength.integer(size) + a.bits + b.bits
        var best: RulePrice?
        scratch.withHistograms(RowCounter.histogramCount(for: size)) { histogram, total in
            var applies = 0
            let holding = coversHolds ? HoldingTails(a, b, rows: rows, coder: coder, isStrict: isStrict) : nil
            for l in (1..<rows.rowCounts.count + 1).reversed() {
                applies += rows.rowCounts[l - 1]
                addHistogram(a, b, l, rows, histogram, to: total)
                let cheapest = cheapestTailThreshold(size, itemBits, applies: applies, l: l, total) { k in
                    holding?.saved(l: l, k: k) ?? a.saved[l - 1] + b.saved[l - 1]
                }
                if let before = best, before.net < cheapest.net { continue }
                best = cheapest
            }
        }
        return best
    }

    /// Adds how often each number of tails is set, from 1, in the rows with exactly `count` head items.
    private func addHistogram(
        _ a: PreparedTail, _ b: PreparedTail, _ count: Int, _ rows: HeadRows,
        _ histogram: UnsafeMutablePointer<UInt64>, to total: UnsafeMutablePointer<UInt64>
    ) {
        rows.withSet(count: count) { set in
            if a.size == 1 && b.size == 1 && set == nil {
                let both = Int(nesy_popcount_and(level, a.counter.planes, b.counter.planes, rows.words))
                total[2] += UInt64(both)
                total[1] += UInt64(a.ones[count - 1] + b.ones[count - 1] - 2 * both)
                return
            }
            RowCounter.countSums(a.counter, b.counter, upTo: a.size + b.size, in: set, histogram)
            for value in 1...a.size + b.size { total[value] += histogram[value] }
        }
    }

    private func cheapestTailThreshold(
        _ size: Int, _ itemBits: Double, applies: Int, l: Int, _ histogram: UnsafeMutablePointer<UInt64>,
        saved: (Int) -> Double
    ) -> RulePrice {
        var (holds, ones) = (0, 0)
        for value in 1...size {
            holds += Int(histogram[value])
            ones += value * Int(histogram[value])
        }
        let all = ones
        var best = RulePrice(net: .infinity, model: 0, headThreshold: 0, tailThreshold: 0, applies: 0, holds: 0)
        for k in 1...size {
            // A threshold that divides the rows as the one before does costs the same.
            if isStrict ? k == size : k == 1 || histogram[k - 1] > 0 {
                let length = coder.length(
                    RuleCounts(applies: applies, holds: holds, onesMinus: holds * size - ones, onesPlus: all - ones),
                    headThreshold: l, tails: size)
                let net = itemBits + length.total - saved(k)
                if net < best.net {
                    best = RulePrice(
                        net: net, model: itemBits + length.model, headThreshold: Int32(l), tailThreshold: Int32(k),
                        applies: Int32(applies), holds: Int32(holds))
                }
            }
            holds -= Int(histogram[k])
            ones -= k * Int(histogram[k])
        }
        return best
    }
}
