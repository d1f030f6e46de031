import CMicro

extension CPUBackend {
    public func binarize(
        _ operation: Binarization, values: BufferSlice, thresholds: BufferSlice, bits: BufferSlice
    ) {
        let (rows, columns, pitch) = (operation.rows, operation.columns, operation.columnCount)
        values.require(rows * columns, "values")
        thresholds.require(columns, "thresholds")
        bits.require(columns * pitch, "bits")
        let (source, theta, target) = (values.floats, thresholds.floats, bits.integers)
        let elements = operation.elements
        // A part is as many words of every column as fill a cache line.
        pool.run(count: elements.count, grain: 16) { range in
            scratch.borrow(UInt32.self, count: range.count * columns) { words in
                for element in range {
                    let row = element * 32
                    nesy_binarize(
                        level, source + min(rows, row) * columns, max(0, min(32, rows - row)), columns, theta,
                        words + (element - range.lowerBound) * columns)
                }
                for column in 0..<columns {
                    let first = target + column * pitch + elements.lowerBound + range.lowerBound
                    for index in 0..<range.count {
                        first[index] = Int32(bitPattern: words[index * columns + column])
                    }
                }
            }
        }
    }
}
