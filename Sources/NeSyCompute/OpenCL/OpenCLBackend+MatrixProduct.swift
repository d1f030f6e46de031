extension OpenCLBackend {
    public func multiply(
        _ operation: MatrixProduct, left: BufferSlice, right: BufferSlice, result: BufferSlice
    ) {
        product(operation, left: left, right: right, result: result)
    }

    /// `result = activation(alpha * op(left) op(right) + bias + beta * result)`, the bias a row.
    func product(
        _ operation: MatrixProduct, left: BufferSlice, right: BufferSlice, bias: BufferSlice? = nil,
        activation: Activation? = nil, result: BufferSlice
    ) {
        left.require(operation.leftCount, "left")
        right.require(operation.rightCount, "right")
        result.require(operation.resultCount, "result")
        bias?.require(operation.columns, "bias")
        if tensorCores == nil, bias == nil, activation == nil,
            options.products.prefersCLBlast(for: operation, on: information.kind),
            multiplyByCLBlast(operation, left: left, right: right, result: result)
        {
            return
        }
        product(
            operation, by: operation.plan(on: tensorCores), left: left, right: right, bias: bias,
            activation: activation, result: result)
    }

    /// The same by our own kernels, divided as planned.
    /// - Parameter partials: memory of ``ProductPlan/partialCount`` elements for the partial sums of a product whose
    ///   depth is split; nil takes scratch memory, whose slices that were handed out before are then overwritten.
    func product(
        _ operation: MatrixProduct, by plan: ProductPlan, left: BufferSlice, right: BufferSlice,
        bias: BufferSlice? = nil, activation: Activation? = nil, result: BufferSlice, partials: BufferSlice? = nil
    ) {
        let following = FusedActivation(activation)
        let isSplit = plan.splits > 1
        let sums = isSplit ? partials ?? scratch(plan.partialCount)[0] : result
        let area = operation.rows * operation.columns
        let vectors = operation.vectors(left: left, right: right, others: isSplit ? [sums] : [sums, bias])
        let launch = tiled(.matrixProduct, plan, leftInVectors: vectors.left, rightInVectors: vectors.right)
        run(
            "matrix_product", in: ProductKernel.matrixProduct.file,
            defines: launch.defines.merging([
                "TRANSPOSE_LEFT": operation.transposesLeft ? 1 : 0,
                "TRANSPOSE_RIGHT": operation.transposesRight ? 1 : 0,
            ]), over: launch.items, .count(operation.rows),
            .count(operation.columns), .count(operation.depth), .count(plan.splits), .count(plan.splitDepth),
            .slice(left), .count(operation.leftPitch), .long(operation.strides.left), .slice(right),
            .count(operation.rightPitch), .long(operation.strides.right), .slice(sums), .count(operation.columns),
            .long(isSplit ? plan.splits * area : operation.strides.result), .long(isSplit ? area : 0),
            .float(isSplit ? 1 : operation.alpha), .float(isSplit ? 0 : operation.beta),
            .optional(isSplit ? nil : bias), .float(isSplit ? 1 : following.slope))
        if isSplit {
            run(
                "sum_partials", in: "product/sum_partials.cl", over: .flat(area * operation.batch),
                .long(area * operation.batch), .long(area), .count(operation.columns), .count(plan.splits),
                .slice(sums), .slice(result), .long(operation.strides.result), .float(operation.alpha),
                .float(operation.beta), .optional(bias), .float(following.slope))
        }
        if let separate = following.separate { activate(separate, input: result, output: result) }
    }

    /// `sums[column] = sum of values[row, column]` over the rows, in two passes.
    func sumColumns(_ values: BufferSlice, rows: Int, columns: Int, into sums: BufferSlice) {
        let width = columns <= 8 ? 8 : columns <= 16 ? 16 : 32
        let across = columns.dividedUp(by: width)
        // Enough parts for a large device, and enough rows in each that the second pass is short.
        let partRows = max(256, (rows * across).dividedUp(by: 512))
        let parts = rows.dividedUp(by: partRows)
        let partials = parts > 1 ? scratch(parts * columns)[0] : sums
        run(
            "column_sums", in: "product/column_sums.cl", defines: ["SUM_COLUMNS": width],
            over: .groups(across, parts, of: (width, 256 / width, 1)), .count(rows), .count(columns),
            .count(partRows), .slice(values), .slice(partials))
        if parts > 1 { sumPartials(partials, splits: parts, into: sums) }
    }

    /// Adds up `splits` results that lie one behind the other, in their order, adds the bias, and writes the sums or
    /// adds them.
    /// - Parameter columns: of the bias.
    func sumPartials(
        _ partials: BufferSlice, splits: Int, columns: Int = 1, bias: BufferSlice? = nil, slope: Float = 1,
        accumulate: Bool = false, into sums: BufferSlice
    ) {
        run(
            "sum_partials", in: "product/sum_partials.cl", over: .flat(sums.count), .long(sums.count),
            .long(sums.count), .count(columns), .count(splits), .slice(partials), .slice(sums), .long(0), .float(1),
            .float(accumulate ? 1 : 0), .optional(bias), .float(slope))
    }
}

extension MatrixProduct {
    /// Elements from a row in memory to the next.
    var leftPitch: Int { transposesLeft ? rows : depth }
    var rightPitch: Int { transposesRight ? depth : columns }

    /// In float32.
    var plan: ProductPlan { plan(on: nil) }

    func plan(on tensorCores: TensorCores?) -> ProductPlan {
        ProductPlan(rows: rows, columns: columns, depth: depth, batch: batch, on: tensorCores)
    }

    /// Elements of memory for the partial sums of that plan.
    var partialCount: Int { plan.partialCount }

    /// Which operands may be read as vectors.
    fileprivate func vectors(
        left: BufferSlice, right: BufferSlice, others: [BufferSlice?]
    ) -> (left: Bool, right: Bool) {
        let leftExtents = [left.offset, leftPitch, batch > 1 ? strides.left : 0]
        let rightExtents =
            [right.offset, rightPitch, columns] + (batch > 1 ? [strides.right, strides.result] : [])
            + others.map { $0?.offset ?? 0 }
        return (leftExtents.allSatisfy(\.isMultipleOfFour), rightExtents.allSatisfy(\.isMultipleOfFour))
    }
}
