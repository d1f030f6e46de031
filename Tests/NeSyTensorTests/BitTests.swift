import NeSyTensor
import Testing

/// Bit columns and matrices against sets of rows.
@Suite struct BitTests {
    static let sizes = [0, 1, 63, 64, 65, 511, 512, 513, 1200]

    private func randomRows(_ rows: Int, seed: UInt64) -> Set<Int> {
        var random = SplitMix64(seed: seed)
        return Set((0..<rows).filter { _ in Bool.random(using: &random) })
    }

    private func column(_ rows: Int, _ present: Set<Int>) -> BitColumn {
        var column = BitColumn(rows: rows)
        for row in present { column[row] = true }
        return column
    }

    private func rows(_ column: BitColumn) -> [Int] {
        var found: [Int] = []
        column.forEachRow { found.append($0) }
        return found
    }

    @Test(arguments: sizes) func columnsAreSets(size: Int) {
        let (a, b) = (randomRows(size, seed: 1), randomRows(size, seed: 2))
        let (x, y) = (column(size, a), column(size, b))
        #expect(rows(x) == a.sorted())
        #expect(x.count == a.count && x.isEmpty == a.isEmpty && x.firstRow == a.min())
        #expect(rows(x.intersection(y)) == a.intersection(b).sorted())
        #expect(rows(x.subtracting(y)) == a.subtracting(b).sorted())
        var union = x
        union.formUnion(y)
        #expect(rows(union) == a.union(b).sorted())
        for row in 0..<size { #expect(x[row] == a.contains(row)) }
        var cleared = x
        for row in a { cleared[row] = false }
        #expect(cleared == BitColumn(rows: size))
    }

    @Test(arguments: sizes) func fullColumnsHaveEveryRowAndCleanPadding(size: Int) {
        let full = BitColumn(rows: size, filled: true)
        #expect(full.count == size)
        #expect(rows(full) == Array(0..<size))
        #expect(full.words.count % 8 == 0)
        #expect(full == column(size, Set(0..<size)))
        let dirty = BitColumn(rows: size, words: [UInt64](repeating: ~0, count: full.words.count))
        #expect(dirty == full)
    }

    @Test(arguments: sizes) func matricesKeepTheirColumnsApart(size: Int) {
        var matrix = BitMatrix(rows: size, columns: 3)
        let sets = (0..<3).map { randomRows(size, seed: UInt64($0)) }
        for row in sets[0] { matrix[row, 0] = true }
        matrix.setColumn(1, to: column(size, sets[1]))
        for row in sets[2] { matrix[row, 2] = true }
        for index in 0..<3 {
            #expect(matrix.count(column: index) == sets[index].count)
            #expect(matrix.column(index) == column(size, sets[index]))
            for row in 0..<size { #expect(matrix[row, index] == sets[index].contains(row)) }
        }
        for row in sets[0] { matrix[row, 0] = false }
        #expect(matrix.count(column: 0) == 0 && matrix.count(column: 1) == sets[1].count)
    }
}
