import NeSyTensor

/// Values to bits, and products of bits.
extension ConformanceCase {
    static let binarizationCases: [ConformanceCase] = [
        binarization(rows: 1, columns: 1), binarization(rows: 31, columns: 3), binarization(rows: 64, columns: 17),
        binarization(rows: 512, columns: 5), binarization(rows: 513, columns: 2),
        binarization(rows: 700, columns: 70, batch: 32), binarization(rows: 1600, columns: 33, batch: 544),
        binarization(rows: 1024, columns: 4, batch: 512),
    ]

    /// Some values are NaN or infinite, some equal to the threshold; one threshold is NaN.
    private static func binarization(rows: Int, columns: Int, batch: Int? = nil) -> ConformanceCase {
        let batch = batch ?? rows
        var thresholds = (0..<columns).map { Float($0 % 5 - 2) / 4 }
        if columns > 4 { thresholds[3] = .nan }
        let random = CounterRandom(seed: 4, stream: UInt64(columns))
        var values = (0..<rows * columns).map { (random.normal(UInt64($0)) * 8).rounded() / 8 }
        for (index, special) in [Float.nan, .infinity, -.infinity, -0.0].enumerated() where index < rows {
            values[index * columns + index % columns] = special
        }
        let frozen = (values: values, thresholds: thresholds)
        return ConformanceCase(
            "binarization", "\(rows) x \(columns)\(batch == rows ? "" : " in batches of \(batch)")",
            parameters: ["rows": Double(rows), "columns": Double(columns)],
            inputs: [.floats("values", frozen.values), .floats("thresholds", frozen.thresholds)]
        ) { (run) throws(NeSyError) in
            let bits = try run.bitOutput("bits", columns * BitProduct.columnCount(rows: rows))
            for first in stride(from: 0, to: rows, by: batch) {
                let o = Binarization(
                    rows: min(batch, rows - first), columns: columns, firstRow: first, totalRows: rows)
                run.backend.binarize(
                    o, values: run["values"].slice(offset: first * columns, count: o.rows * columns),
                    thresholds: run["thresholds"], bits: bits)
            }
        }
    }

    static let bitProductCases: [ConformanceCase] = [
        bitProduct(rows: 1, left: 1, right: 1, share: 1), bitProduct(rows: 100, left: 3, right: 5),
        bitProduct(rows: 512, left: 64, right: 64), bitProduct(rows: 513, left: 67, right: 9),
        bitProduct(rows: 3000, left: 10, right: 130, share: 0.9), bitProduct(rows: 2048, left: 33, right: 33, share: 1),
        bitProduct(rows: 40_000, left: 5, right: 6), bitProduct(rows: 70_001, left: 2, right: 3, share: 1),
    ]

    private static func bitProduct(rows: Int, left: Int, right: Int, share: Float = 0.3) -> ConformanceCase {
        let o = BitProduct(rows: rows, leftColumns: left, rightColumns: right)
        let size = left * right
        return ConformanceCase(
            "bit product", "\(rows) rows, \(left) by \(right) columns\(share == 1 ? ", all set" : "")",
            parameters: ["rows": Double(rows), "leftColumns": Double(left), "rightColumns": Double(right)],
            inputs: [
                .bits("left", rows: rows, columns: left, share: share, stream: 1),
                .bits("right", rows: rows, columns: right, share: share, stream: 2),
                .integers("sums", (0..<size).map { Int32($0) - 5 }),
            ]
        ) { (run) throws(NeSyError) in
            run.backend.countSharedRows(
                o, left: run["left"], right: run["right"], counts: try run.integerOutput("counts", size),
                accumulate: false)
            run.backend.countSharedRows(
                o, left: run["left"], right: run["right"], counts: run.changed("sums"), accumulate: true)
            run.backend.countSharedRows(
                BitProduct(rows: rows, leftColumns: left, rightColumns: left), left: run["left"],
                right: run["left"], counts: try run.integerOutput("own counts", left * left), accumulate: false)
        }
    }
}
