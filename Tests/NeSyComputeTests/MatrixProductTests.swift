import NeSyCompute
import Testing

@Suite struct MatrixProductTests {
    /// Every transposition against the three loops of the definition.
    @Test(arguments: [false, true], [false, true])
    func productsAreThoseOfTheDefinition(transposesLeft: Bool, transposesRight: Bool) throws {
        let (backend, batch) = (CPUBackend(), 2)
        for (rows, columns, depth) in [(1, 1, 1), (5, 3, 7), (40, 1, 33), (200, 37, 19)] {
            let o = MatrixProduct(
                rows: rows, columns: columns, depth: depth, transposesLeft: transposesLeft,
                transposesRight: transposesRight, batch: batch, alpha: 0.5, beta: -2)
            let left = randomValues(o.leftCount, stream: 1)
            let right = randomValues(o.rightCount, stream: 2)
            let before = randomValues(o.resultCount, stream: 3)
            let result = try backend.buffer(before)
            backend.multiply(o, left: try backend.buffer(left), right: try backend.buffer(right), result: result)
            var expected: [Double] = []
            for index in 0..<o.resultCount {
                let (matrix, row, column) = (index / (rows * columns), index / columns % rows, index % columns)
                var sum = 0.0
                for k in 0..<depth {
                    let a = left[matrix * rows * depth + (transposesLeft ? k * rows + row : row * depth + k)]
                    let b = right[
                        matrix * depth * columns + (transposesRight ? column * depth + k : k * columns + column)]
                    sum += Double(a) * Double(b)
                }
                expected.append(0.5 * sum - 2 * Double(before[index]))
            }
            expectClose(backend.download(result), expected)
        }
    }

    /// Factors too large for a cache are fetched ahead and laid out anew: samples of their products, at every level.
    @Test(arguments: [(1, 1030, 300), (9, 530, 700), (150, 601, 523), (1030, 150, 300)], [false, true])
    func largeProductsAreThoseOfTheDefinition(shape: (rows: Int, columns: Int, depth: Int), turns: Bool) throws {
        let (rows, columns, depth) = shape
        for (transposesLeft, transposesRight) in [(turns, false), (false, turns)] {
            let o = MatrixProduct(
                rows: rows, columns: columns, depth: depth, transposesLeft: transposesLeft,
                transposesRight: transposesRight)
            let left = randomValues(o.leftCount, stream: 1)
            let right = randomValues(o.rightCount, stream: 2)
            let samples = Array(stride(from: 0, to: o.resultCount, by: 61))
            let expected = samples.map { index in
                let (row, column) = (index / columns, index % columns)
                return (0..<depth).reduce(0.0) { sum, k in
                    let a = left[transposesLeft ? k * rows + row : row * depth + k]
                    return sum + Double(a) * Double(right[transposesRight ? column * depth + k : k * columns + column])
                }
            }
            for level in VectorLevel.allCases where level <= .best {
                let backend = CPUBackend(vectors: level)
                let result = try backend.buffer([Float](repeating: .nan, count: o.resultCount))
                backend.multiply(o, left: try backend.buffer(left), right: try backend.buffer(right), result: result)
                let values = backend.download(result)
                expectClose(samples.map { values[$0] }, expected)
            }
        }
    }
}
