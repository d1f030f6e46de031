extension OpenCLBackend {
    public func add(_ a: BufferSlice, _ b: BufferSlice, output: BufferSlice) {
        b.require(a.count, "b")
        output.require(a.count, "output")
        let width = Lanes.width(of: a, b, output)
        run(
            "add", in: "elementwise/add.cl", defines: ["WIDTH": width], over: .lanes(a.count, width: width), .slice(a),
            .slice(b), .slice(output), .count(a.count))
    }

    public func concatenate(rows: Int, channels: [Int], inputs: [BufferSlice], output: BufferSlice) {
        precondition(inputs.count == channels.count)
        let total = channels.reduce(0, +)
        output.require(rows * total, "output")
        var first = 0
        for (count, input) in zip(channels, inputs) {
            input.require(rows * count, "input")
            copyColumns(
                rows: rows, columns: count, from: input, apart: count,
                to: output.slice(offset: first, count: rows * total - first), apart: total, accumulate: false)
            first += count
        }
    }

    public func concatenateBackward(
        rows: Int, channels: [Int], index: Int, outputGradient: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool
    ) {
        let total = channels.reduce(0, +)
        let count = channels[index]
        outputGradient.require(rows * total, "outputGradient")
        inputGradient.require(rows * count, "inputGradient")
        let first = channels[..<index].reduce(0, +)
        copyColumns(
            rows: rows, columns: count,
            from: outputGradient.slice(offset: first, count: rows * total - first), apart: total,
            to: inputGradient, apart: count, accumulate: accumulate)
    }

    /// Copies, or adds, the first columns of one matrix into those of another; rows lie `apart`.
    private func copyColumns(
        rows: Int, columns: Int, from source: BufferSlice, apart sourceColumns: Int, to target: BufferSlice,
        apart targetColumns: Int, accumulate: Bool
    ) {
        let width = Lanes.width(of: source, target, channels: [columns, sourceColumns, targetColumns])
        run(
            "copy_columns", in: "elementwise/concatenate.cl", defines: ["WIDTH": width],
            over: .lanes(rows * columns, width: width), .slice(source), .slice(target), .flag(accumulate),
            .count(rows * columns / width), .count(columns / width), .count(sourceColumns / width),
            .count(targetColumns / width))
    }
}
