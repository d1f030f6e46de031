import NeSyTensor

extension TimingCase {
    /// A product of random bits; an operation is one row of one pair of columns.
    public static func bitProduct(_ operation: BitProduct) -> TimingCase {
        let o = operation
        let (lefts, rights) = (o.leftColumns * o.columnCount, o.rightColumns * o.columnCount)
        let counts = o.leftColumns * o.rightColumns
        return TimingCase(
            "bits", "product", shape: "\(o.leftColumns) x \(o.rightColumns) columns of \(o.rows) rows",
            operations: Double(counts) * Double(o.rows), bytes: 4 * Double(lefts + rights + counts)
        ) { backend throws(NeSyError) in
            let left = try backend.bits(lefts, stream: 0)
            let right = try backend.bits(rights, stream: 1)
            let target = try backend.makeBuffer(count: counts).slice
            return Prepared(inputs: [left, right], outputs: [target]) { times throws(NeSyError) in
                for _ in 0..<times {
                    backend.countSharedRows(o, left: left, right: right, counts: target, accumulate: false)
                }
            }
        }
    }
}

extension ComputeBackend {
    /// A buffer of random bits.
    fileprivate func bits(_ count: Int, stream: UInt64) throws(NeSyError) -> BufferSlice {
        var random = SplitMix64(seed: stream)
        var values = [Int32](repeating: 0, count: count)
        for index in values.indices { values[index] = Int32(truncatingIfNeeded: random.next()) }
        let slice = try makeBuffer(count: count).slice
        upload(values, to: slice)
        return slice
    }
}
