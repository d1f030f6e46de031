import NeSyTensor

extension MemberBytes {
    /// The head of an array, without a byte more.
    mutating func layout() throws(NeSyError) -> NPY.Layout {
        // Up to the length of the header, as version 2 writes it; a whole file of version 1 is never shorter.
        var head = try take(min(12, remaining))
        if head.count == 12 {
            let length =
                head[6] == 1
                ? Int(head[8]) | Int(head[9]) << 8 : head[8...].reversed().reduce(0) { $0 << 8 | Int($1) }
            let missing = (head[6] == 1 ? 10 : 12) + min(length, NPY.headerLimit) - 12
            head += try take(min(max(0, missing), remaining))
        }
        var reader = ByteReader(head, format: "NPY")
        let layout = try NPY.layout(&reader)
        try reader.finish()
        return layout
    }
}
