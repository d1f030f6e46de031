import CMicro

extension CPUBackend {
    public func multiply(
        _ operation: MatrixProduct, left: BufferSlice, right: BufferSlice, result: BufferSlice
    ) {
        left.require(operation.leftCount, "left")
        right.require(operation.rightCount, "right")
        result.require(operation.resultCount, "result")
        let (a, b, c) = (left.floats, right.floats, result.floats)
        let strides = operation.strides
        // A long batch keeps the threads busy by itself: its products then run undivided.
        let isLong = operation.batch >= CPUBackend.longBatch
        pool.run(count: operation.batch, grain: isLong ? 1 : operation.batch) { range in
            for index in range {
                multiplyOne(
                    operation, a + index * strides.left, b + index * strides.right, c + index * strides.result)
            }
        }
    }

    private static let longBatch = 8

    private func multiplyOne(
        _ o: MatrixProduct, _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
        _ result: UnsafeMutablePointer<Float>
    ) {
        if o.alpha == 1, o.beta == 0 {
            multiplyPlainly(o, left, right, result)
            return
        }
        let size = o.rows * o.columns
        let (alpha, beta) = (o.alpha, o.beta)
        scratch.borrow(Float.self, count: size) { product in
            multiplyPlainly(o, left, right, product)
            forEachRange(size) { range in
                for index in range {
                    let kept = beta == 0 ? 0 : beta * result[index]
                    result[index] = alpha * product[index] + kept
                }
            }
        }
    }

    /// `result = op(left) op(right)`.
    private func multiplyPlainly(
        _ o: MatrixProduct, _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
        _ result: UnsafeMutablePointer<Float>
    ) {
        switch (o.transposesLeft, o.transposesRight) {
        case (false, _):
            multiplyRows(o, left, right, result)
        case (true, false):
            withPlainTap { tap in
                let product = nesy_transposed_product(
                    level: level, columns: o.columns, left: tap.matrix(left, rows: o.depth, columns: o.rows),
                    right: right, rightPitch: o.columns)
                multiplyTransposed(product, rows: o.depth, result: result, pitch: o.columns)
            }
        case (true, true):
            let slack = Int(NESY_SLACK)
            scratch.borrow(Float.self, count: o.rows * o.depth + slack) { turned in
                forEachRowRange(o.rows, width: o.depth) { range in
                    for row in range {
                        for k in 0..<o.depth { turned[row * o.depth + k] = left[k * o.rows + row] }
                    }
                }
                (turned + o.rows * o.depth).update(repeating: 0, count: slack)
                multiplyRows(o, turned, right, result)
            }
        }
    }

    /// The product of a left factor whose rows lie in memory as such.
    private func multiplyRows(
        _ o: MatrixProduct, _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
        _ result: UnsafeMutablePointer<Float>
    ) {
        withPlainTap { tap in
            let product = nesy_product(
                level: level, columns: o.columns,
                left: tap.matrix(left, rows: o.rows, columns: o.depth),
                right: nesy_right(
                    values: right, rowStep: o.transposesRight ? 1 : o.columns,
                    columnStep: o.transposesRight ? o.depth : 1, tapOffset: tap.offset, packed: nil),
                target: nesy_target(values: result, imageStep: 0, yStep: 0, xStep: o.columns),
                epilogue: nesy_epilogue(bias: nil))
            multiply(product, rows: o.rows)
        }
    }
}
