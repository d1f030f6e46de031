import NeSyCompute
import NeSyTensor
import Testing

/// Bit columns on a device are the memory of `BitMatrix`.
@Suite struct BitTests {
    let backend = CPUBackend()

    private func matrix(rows: Int, columns: Int, stream: UInt64) -> BitMatrix {
        let random = CounterRandom(seed: 31, stream: stream)
        var bits = BitMatrix(rows: rows, columns: columns)
        for column in 0..<columns {
            for row in 0..<rows { bits[row, column] = random.uniform(UInt64(row * columns + column)) < 0.4 }
        }
        return bits
    }

    /// The words as elements of four bytes.
    private func elements(_ bits: BitMatrix) -> [Int32] {
        bits.words.flatMap { [Int32(truncatingIfNeeded: $0), Int32(truncatingIfNeeded: $0 >> 32)] }
    }

    @Test(arguments: [(1, 1, 1), (64, 5, 3), (777, 66, 70), (5000, 9, 600)])
    func productsCountTheRowsOfIntersections(rows: Int, left: Int, right: Int) throws {
        let (a, b) = (matrix(rows: rows, columns: left, stream: 1), matrix(rows: rows, columns: right, stream: 2))
        let counts = try backend.makeBuffer(count: left * right).slice
        backend.countSharedRows(
            BitProduct(rows: rows, leftColumns: left, rightColumns: right), left: try backend.buffer(elements(a)),
            right: try backend.buffer(elements(b)), counts: counts, accumulate: false)
        let columns = (0..<right).map(b.column)
        let expected = (0..<left).flatMap { i in
            let column = a.column(i)
            return columns.map { Int32(column.intersection($0).count) }
        }
        #expect(backend.downloadIntegers(counts) == expected)
    }

    @Test func countsOfTilesOfRowsAddUp() throws {
        let (rows, columns) = (1024, 6)
        let (upper, lower) = (
            matrix(rows: rows, columns: columns, stream: 3), matrix(rows: rows, columns: columns, stream: 4)
        )
        let counts = try backend.makeBuffer(count: columns * columns).slice
        for (index, bits) in [upper, lower].enumerated() {
            let slice = try backend.buffer(elements(bits))
            backend.countSharedRows(
                BitProduct(rows: rows, leftColumns: columns, rightColumns: columns), left: slice, right: slice,
                counts: counts, accumulate: index > 0)
        }
        let found = backend.downloadIntegers(counts)
        for column in 0..<columns {
            #expect(Int(found[column * columns + column]) == upper.count(column: column) + lower.count(column: column))
        }
    }

    @Test(arguments: [(1, nil), (500, nil), (1500, 96), (1537, 512)] as [(Int, Int?)])
    func binarizationSetsBitsFromTheThresholdOn(rows: Int, batch: Int?) throws {
        let columns = 21
        let values = randomValues(rows * columns, stream: 5).map { ($0 * 4).rounded() / 4 }
        let thresholds = (0..<columns).map { Float($0 % 4) / 4 }
        let bits = try backend.buffer([Int32](repeating: -1, count: columns * BitProduct.columnCount(rows: rows)))
        let theta = try backend.buffer(thresholds)
        let batch = batch ?? rows
        for first in stride(from: 0, to: rows, by: batch) {
            let o = Binarization(
                rows: min(batch, rows - first), columns: columns, firstRow: first, totalRows: rows)
            let part = Array(values[first * columns..<(first + o.rows) * columns])
            backend.binarize(o, values: try backend.buffer(part), thresholds: theta, bits: bits)
        }
        var expected = BitMatrix(rows: rows, columns: columns)
        for row in 0..<rows {
            for column in 0..<columns { expected[row, column] = values[row * columns + column] >= thresholds[column] }
        }
        #expect(backend.downloadIntegers(bits) == elements(expected))
    }
}
