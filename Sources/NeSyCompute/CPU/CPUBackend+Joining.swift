import CMicro

extension CPUBackend {
    public func add(_ a: BufferSlice, _ b: BufferSlice, output: BufferSlice) {
        b.require(a.count, "b")
        output.require(a.count, "output")
        let (x, y, z) = (a.floats, b.floats, output.floats)
        forEachRange(a.count) { range in
            nesy_add(level, x + range.lowerBound, y + range.lowerBound, z + range.lowerBound, range.count)
        }
    }

    public func concatenate(rows: Int, channels: [Int], inputs: [BufferSlice], output: BufferSlice) {
        precondition(inputs.count == channels.count)
        let total = channels.reduce(0, +)
        output.require(rows * total, "output")
        let to = output.floats
        var first = 0
        for (count, input) in zip(channels, inputs) {
            input.require(rows * count, "input")
            let from = input.floats
            let target = to + first
            forEachRowRange(rows, width: total) { range in
                for row in range { (target + row * total).update(from: from + row * count, count: count) }
            }
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
        let from = outputGradient.floats + channels[..<index].reduce(0, +)
        let to = inputGradient.floats
        forEachRowRange(rows, width: total) { range in
            for row in range {
                if accumulate {
                    nesy_accumulate(level, from + row * total, 1, to + row * count, count)
                } else {
                    (to + row * count).update(from: from + row * total, count: count)
                }
            }
        }
    }
}
