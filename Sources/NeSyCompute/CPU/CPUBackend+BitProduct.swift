import CMicro

extension CPUBackend {
    public func countSharedRows(
        _ operation: BitProduct, left: BufferSlice, right: BufferSlice, counts: BufferSlice, accumulate: Bool
    ) {
        let (height, width) = (operation.leftColumns, operation.rightColumns)
        left.require(height * operation.columnCount, "left")
        right.require(width * operation.columnCount, "right")
        counts.require(height * width, "counts")
        let (a, b, target) = (left.integers, right.integers, counts.integers)
        let bands = (height + bandHeight - 1) / bandHeight
        // A band is copied once for each of its parts, so parts are wide where there are enough of them.
        let partWidth = bands * width >= 32 * CPUBackend.wideBitPart ? CPUBackend.wideBitPart : bandHeight
        let parts = (width + partWidth - 1) / partWidth
        pool.run(parts: bands * parts) { part in
            let (band, place) = (part % bands, part / bands)
            let product = nesy_bit_product(
                level: level, accumulate: accumulate ? 1 : 0, left: a, right: b, counts: target,
                words: operation.columnCount / 2, rightColumns: width)
            scratch.borrow(bytes: Int(NESY_BIT_SCRATCH)) { memory in
                withUnsafePointer(to: product) { product in
                    nesy_bit_multiply(
                        product, band * bandHeight, min(height, (band + 1) * bandHeight), place * partWidth,
                        min(width, (place + 1) * partWidth), memory)
                }
            }
        }
    }

    /// Columns of the right matrix in a part of a large product.
    private static let wideBitPart = 512
}

private let bandHeight = Int(NESY_BIT_BAND)
