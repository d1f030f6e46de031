import NeSyTensor

extension ConformanceCase {
    static let matrixProductCases: [ConformanceCase] =
        everyTransposition(rows: 5, columns: 7, depth: 3)
        + everyTransposition(rows: 67, columns: 45, depth: 131)
        + everyTransposition(rows: 128, columns: 64, depth: 32)
        + everyTransposition(rows: 3, columns: 18, depth: 1)
        + everyTransposition(rows: 1, columns: 33, depth: 70) + everyTransposition(rows: 33, columns: 1, depth: 70)
        + everyTransposition(rows: 1, columns: 1, depth: 1)
        + everyTransposition(rows: 17, columns: 9, depth: 20, alpha: -0.5, beta: 0.75)
        + everyTransposition(rows: 17, columns: 9, depth: 20, alpha: 2)
        + everyTransposition(rows: 6, columns: 10, depth: 8, batch: 3)
        + everyTransposition(rows: 9, columns: 5, depth: 11, batch: 36)
        + [
            matrixProduct(
                MatrixProduct(
                    rows: 4, columns: 6, depth: 5, batch: 3,
                    strides: MatrixProduct.Strides(left: 23, right: 0, result: 31), alpha: 1.5, beta: 1),
                ", shared right, gaps"),
            matrixProduct(
                MatrixProduct(
                    rows: 4, columns: 6, depth: 5, transposesRight: true, batch: 9,
                    strides: MatrixProduct.Strides(left: 0, right: 37, result: 24)), ", shared left, gaps"),
            matrixProduct(MatrixProduct(rows: 20, columns: 24, depth: 3000, transposesLeft: true), ", long sums"),
        ]

    private static func everyTransposition(
        rows: Int, columns: Int, depth: Int, batch: Int = 1, alpha: Float = 1, beta: Float = 0
    ) -> [ConformanceCase] {
        [(false, false), (false, true), (true, false), (true, true)].map { left, right in
            matrixProduct(
                MatrixProduct(
                    rows: rows, columns: columns, depth: depth, transposesLeft: left, transposesRight: right,
                    batch: batch, alpha: alpha, beta: beta))
        }
    }

    /// With a beta of zero the result begins as NaN.
    private static func matrixProduct(_ o: MatrixProduct, _ name: String = "") -> ConformanceCase {
        var values: [Input] = [.normal("left", o.leftCount, stream: 1), .normal("right", o.rightCount, stream: 2)]
        if o.beta != 0 { values.append(.normal("result", o.resultCount, stream: 3)) }
        let left = "\(o.rows) x \(o.depth)\(o.transposesLeft ? " transposed" : "")"
        let right = "\(o.depth) x \(o.columns)\(o.transposesRight ? " transposed" : "")"
        let factors = o.alpha == 1 && o.beta == 0 ? "" : ", factors \(o.alpha) and \(o.beta)"
        return ConformanceCase(
            "matrix product", "\(left) by \(right)\(o.batch == 1 ? "" : ", batch \(o.batch)")\(factors)\(name)",
            parameters: [
                "rows": Double(o.rows), "columns": Double(o.columns), "depth": Double(o.depth),
                "transposesLeft": o.transposesLeft ? 1 : 0, "transposesRight": o.transposesRight ? 1 : 0,
                "batch": Double(o.batch), "leftStride": Double(o.strides.left),
                "rightStride": Double(o.strides.right), "resultStride": Double(o.strides.result),
                "alpha": Double(o.alpha), "beta": Double(o.beta),
            ],
            inputs: values
        ) { (run) throws(NeSyError) in
            run.backend.multiply(
                o, left: run["left"], right: run["right"],
                result: o.beta == 0 ? try run.output("result", o.resultCount) : run.changed("result"))
        }
    }
}
