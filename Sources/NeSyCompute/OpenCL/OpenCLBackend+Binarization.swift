extension OpenCLBackend {
    public func binarize(
        _ operation: Binarization, values: BufferSlice, thresholds: BufferSlice, bits: BufferSlice
    ) {
        let (columns, elements) = (operation.columns, operation.elements)
        values.require(operation.rows * columns, "values")
        thresholds.require(columns, "thresholds")
        bits.require(columns * operation.columnCount, "bits")
        let (width, height) = (32, 8)
        run(
            "binarize", in: "bits/binarize.cl", defines: ["COLUMNS": width, "ELEMENTS": height],
            over: .groups(
                (columns + width - 1) / width, (elements.count + height - 1) / height, of: (width * height, 1, 1)),
            .slice(values), .slice(thresholds), .slice(bits), .count(operation.rows), .count(columns),
            .count(elements.lowerBound), .count(elements.count), .count(operation.columnCount))
    }
}
