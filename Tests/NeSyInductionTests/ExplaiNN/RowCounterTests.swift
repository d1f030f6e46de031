import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyInduction

/// Bit-sliced counts against counts row by row, on every instruction level of this machine.
@Suite struct RowCounterTests {
    private static let levels = VectorLevel.allCases.filter { $0 <= .best }

    private static func random(rows: Int, columns: Int, seed: UInt64) -> BitMatrix {
        var random = SplitMix64(seed: seed)
        var matrix = BitMatrix(rows: rows, columns: columns)
        for column in 0..<columns {
            let share = Double.random(in: 0.05..<0.95, using: &random)
            for row in 0..<rows where Double.random(in: 0..<1, using: &random) < share { matrix[row, column] = true }
        }
        return matrix
    }

    private static func counter(_ matrix: BitMatrix, _ columns: Range<Int>, _ level: VectorLevel) -> RowCounter {
        RowCounter(words: matrix.wordsPerColumn, columns: columns.count, level: level) { counter in
            matrix.words.withUnsafeBufferPointer { words in
                for column in columns { counter.add(words.baseAddress! + column * matrix.wordsPerColumn) }
            }
        }
    }

    @Test(arguments: levels, [(1, 1, 700), (1, 2, 5_000), (2, 2, 63), (3, 1, 4_097), (7, 6, 9_000), (20, 13, 2_000)])
    func sumsOfTwoCounters(level: VectorLevel, shape: (left: Int, right: Int, rows: Int)) {
        let all = shape.left + shape.right
        let matrix = RowCounterTests.random(rows: shape.rows, columns: all + 1, seed: UInt64(shape.rows))
        let left = RowCounterTests.counter(matrix, 0..<shape.left, level)
        let right = RowCounterTests.counter(matrix, shape.left..<all, level)
        let set = matrix.column(all)
        let counts = (0..<shape.rows).map { row in (0..<all).count { matrix[row, $0] } }
        var histogram = [UInt64](repeating: 9, count: RowCounter.histogramCount(for: all))
        RowCounter.countSums(left, right, upTo: all, in: nil, &histogram)
        for value in 1...all { #expect(Int(histogram[value]) == counts.count { $0 == value }) }
        RowCounter.countSums(left, right, upTo: all, in: set.words, &histogram)
        for value in 1...all {
            #expect(Int(histogram[value]) == counts.indices.count { counts[$0] == value && set[$0] })
        }
        let sum = RowCounter(left, right, columns: all)
        for value in [1, all / 2 + 1, all] {
            let rows = BitColumn(rows: shape.rows, words: sum.rows(where: value))
            #expect((0..<shape.rows).allSatisfy { rows[$0] == (counts[$0] == value) })
        }
    }

    @Test(arguments: levels, [1, 2, 3, 8, 21])
    func histogramsOfPrefixes(level: VectorLevel, heads: Int) {
        let rows = 4_500
        let matrix = RowCounterTests.random(rows: rows, columns: heads, seed: UInt64(heads))
        let tail = RowCounterTests.random(rows: rows, columns: 2, seed: 99)
        let columns = HeadColumns(matrix, pool: WorkerPool(threadCount: 1))
        let list = Array((0..<heads).reversed())
        let histograms = PrefixHistograms(capacity: heads + 3, level: level)
        tail.column(0).words.withUnsafeBufferPointer { all in
            tail.column(1).words.withUnsafeBufferPointer { left in
                histograms.fill(columns, list[...], tail: all.baseAddress!, left: left.baseAddress!)
            }
        }
        for prefix in 0..<heads {
            let counts = (0..<rows).map { row in list[...prefix].count { matrix[row, $0] } }
            for value in 1...prefix + 1 {
                let found = histograms.rows(prefix: prefix, count: value)
                #expect(found.applies == counts.count { $0 == value })
                #expect(found.holds == counts.indices.count { counts[$0] == value && tail[$0, 0] })
                #expect(found.left == counts.indices.count { counts[$0] == value && tail[$0, 1] })
            }
        }
    }
}
