import CMicro

extension CPUBackend {
    public func drop(_ operation: Dropout, input: BufferSlice, output: BufferSlice) {
        drop(operation, from: input, to: output, add: 0)
    }

    public func dropBackward(
        _ operation: Dropout, outputGradient: BufferSlice, inputGradient: BufferSlice, accumulate: Bool
    ) {
        drop(operation, from: outputGradient, to: inputGradient, add: accumulate ? 1 : 0)
    }

    private func drop(_ operation: Dropout, from source: BufferSlice, to target: BufferSlice, add: Int32) {
        target.require(source.count, "output")
        let (from, to) = (source.floats, target.floats)
        forEachRange(source.count) { range in
            nesy_dropout(
                level, operation.random.seed, operation.random.stream, UInt64(range.lowerBound), operation.rate,
                1 / (1 - operation.rate), from + range.lowerBound, to + range.lowerBound, add, range.count)
        }
    }
}
