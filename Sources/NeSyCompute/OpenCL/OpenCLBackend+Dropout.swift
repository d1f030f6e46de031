extension OpenCLBackend {
    public func drop(_ operation: Dropout, input: BufferSlice, output: BufferSlice) {
        drop(operation, from: input, to: output, accumulate: false)
    }

    public func dropBackward(
        _ operation: Dropout, outputGradient: BufferSlice, inputGradient: BufferSlice, accumulate: Bool
    ) {
        drop(operation, from: outputGradient, to: inputGradient, accumulate: accumulate)
    }

    private func drop(_ operation: Dropout, from source: BufferSlice, to target: BufferSlice, accumulate: Bool) {
        target.require(source.count, "output")
        let width = Lanes.width(of: source, target)
        run(
            "dropout", in: "elementwise/dropout.cl", defines: ["WIDTH": width],
            over: .lanes(source.count, width: width), .slice(source), .slice(target), .flag(accumulate),
            .count(source.count), .word(operation.random.seed), .word(operation.random.stream),
            .float(operation.rate), .float(1 / (1 - operation.rate)))
    }
}
