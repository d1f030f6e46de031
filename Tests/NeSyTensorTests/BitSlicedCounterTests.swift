import NeSyTensor
import Testing

@Suite struct BitSlicedCounterTests {
    @Test(arguments: [0, 1, 63, 64, 65, 511, 512, 513, 1000], [0, 1, 2, 3, 7, 8, 20])
    func countsLikeALoop(rows: Int, columns: Int) {
        var random = SplitMix64(seed: UInt64(rows * 100 + columns))
        var matrix = BitMatrix(rows: rows, columns: columns)
        for row in 0..<rows {
            let density = Int.random(in: 0...4, using: &random)
            for column in 0..<columns { matrix[row, column] = Int.random(in: 0..<4, using: &random) < density }
        }
        var counter = BitSlicedCounter(rows: rows)
        for column in 0..<columns {
            if column % 2 == 0 {
                counter.add(column: column, of: matrix)
            } else {
                counter.add(matrix.column(column))
            }
        }
        for threshold in 1...columns + 2 {
            var expected = BitColumn(rows: rows)
            for row in 0..<rows where (0..<columns).count(where: { matrix[row, $0] }) >= threshold {
                expected[row] = true
            }
            #expect(counter.rows(atLeast: threshold) == expected)
        }
        #expect(counter.rows(atLeast: .max).isEmpty)
    }
}
