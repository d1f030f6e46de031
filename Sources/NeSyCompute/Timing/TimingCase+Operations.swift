import NeSyTensor

extension TimingCase {
    /// A product of row-major matrices.
    public static func product(_ operation: MatrixProduct) -> TimingCase {
        let o = operation
        let transposes = (o.transposesLeft ? ", left transposed" : "") + (o.transposesRight ? ", right transposed" : "")
        return TimingCase(
            "product", "product",
            shape: (o.batch > 1 ? "\(o.batch) times " : "") + "\(o.rows) x \(o.depth) x \(o.columns)" + transposes,
            operations: 2 * Double(o.batch) * Double(o.rows) * Double(o.columns) * Double(o.depth),
            bytes: 4 * Double(o.leftCount + o.rightCount + o.resultCount)
        ) { backend throws(NeSyError) in
            let left = try backend.values(o.leftCount)
            let right = try backend.values(o.rightCount)
            let result = try backend.makeBuffer(count: o.resultCount).slice
            return Prepared(inputs: [left, right], outputs: [result]) { times throws(NeSyError) in
                for _ in 0..<times { backend.multiply(o, left: left, right: right, result: result) }
            }
        }
    }

    /// The three passes of a convolution, each a case.
    public static func convolution(_ operation: Convolution) -> [TimingCase] {
        Convolution.Pass.allCases.map { convolution(operation, $0) }
    }

    /// One pass of a convolution.
    public static func convolution(_ operation: Convolution, _ pass: Convolution.Pass) -> TimingCase {
        let o = operation
        let (inputs, weights, outputs) = (o.inputCount, o.weightCount, o.outputCount)
        return TimingCase(
            "convolution", pass.rawValue, shape: o.sizes,
            operations: 2 * Double(outputs) * Double(weights) / Double(o.outputChannels),
            bytes: 4 * Double(inputs + weights + outputs)
        ) { backend throws(NeSyError) in
            let weightSlice: BufferSlice
            let input: BufferSlice
            let output: BufferSlice
            switch pass {
            case .forward:
                input = try backend.values(inputs)
                weightSlice = try backend.values(weights)
                let bias = try backend.values(o.outputChannels)
                output = try backend.makeBuffer(count: outputs).slice
                return Prepared(inputs: [input, weightSlice], outputs: [output]) { times throws(NeSyError) in
                    for _ in 0..<times {
                        backend.convolve(
                            o, input: input, weights: weightSlice, bias: bias, activation: .relu, output: output)
                    }
                }
            case .inputGradient:
                output = try backend.values(outputs)
                weightSlice = try backend.values(weights)
                input = try backend.makeBuffer(count: inputs).slice
                return Prepared(inputs: [output, weightSlice], outputs: [input]) { times throws(NeSyError) in
                    for _ in 0..<times {
                        backend.convolveBackwardInput(
                            o, outputGradient: output, weights: weightSlice, inputGradient: input, accumulate: false)
                    }
                }
            case .weightGradient:
                input = try backend.values(inputs)
                output = try backend.values(outputs)
                weightSlice = try backend.makeBuffer(count: weights).slice
                let bias = try backend.makeBuffer(count: o.outputChannels).slice
                return Prepared(inputs: [input, output], outputs: [weightSlice]) { times throws(NeSyError) in
                    for _ in 0..<times {
                        backend.convolveBackwardWeights(
                            o, input: input, outputGradient: output, weightGradient: weightSlice, biasGradient: bias)
                    }
                }
            }
        }
    }

    /// Forward and backward of a pooling.
    public static func pooling(_ operation: Pooling) -> [TimingCase] {
        let o = operation
        let (inputs, outputs) = (o.inputCount, o.outputCount)
        let isMaximum = o.kind == .maximum
        let shape =
            (isMaximum ? "maximum" : "mean") + " \(o.kernel)x\(o.kernel), "
            + "\(o.batch) x \(o.height) x \(o.width) x \(o.channels)"
        let bytes = 4 * Double(inputs + outputs * (isMaximum ? 2 : 1))
        let forward = TimingCase("pooling", "forward", shape: shape, bytes: bytes) { backend throws(NeSyError) in
            let input = try backend.values(inputs)
            let output = try backend.makeBuffer(count: outputs).slice
            let winners = isMaximum ? try backend.makeBuffer(count: outputs).slice : nil
            return Prepared(inputs: [input], outputs: [output]) { times throws(NeSyError) in
                for _ in 0..<times { backend.pool(o, input: input, output: output, winners: winners) }
            }
        }
        let backward = TimingCase("pooling", "backward", shape: shape, bytes: bytes) { backend throws(NeSyError) in
            let input = try backend.values(inputs)
            let output = try backend.values(outputs)
            let winners = isMaximum ? try backend.makeBuffer(count: outputs).slice : nil
            backend.pool(o, input: input, output: try backend.makeBuffer(count: outputs).slice, winners: winners)
            return Prepared(inputs: [output], outputs: [input]) { times throws(NeSyError) in
                for _ in 0..<times {
                    backend.poolBackward(
                        o, outputGradient: output, winners: winners, inputGradient: input, accumulate: false)
                }
            }
        }
        return [forward, backward]
    }

    /// What a device does with memory at best: fill it, and copy it.
    public static func memory(count: Int) -> [TimingCase] {
        let shape = "\(count) values"
        return [
            TimingCase("memory", "fill", shape: shape, bytes: 4 * Double(count)) { backend throws(NeSyError) in
                let slice = try backend.makeBuffer(count: count).slice
                return Prepared { times throws(NeSyError) in
                    for _ in 0..<times { backend.fill(slice, with: 1) }
                }
            },
            TimingCase("memory", "copy", shape: shape, bytes: 8 * Double(count)) { backend throws(NeSyError) in
                let source = try backend.values(count)
                let target = try backend.makeBuffer(count: count).slice
                return Prepared(inputs: [source], outputs: [target]) { times throws(NeSyError) in
                    for _ in 0..<times { backend.copy(source, to: target) }
                }
            },
        ]
    }
}

extension ComputeBackend {
    /// A buffer of small values of both signs, the same on every device.
    fileprivate func values(_ count: Int) throws(NeSyError) -> BufferSlice {
        let slice = try makeBuffer(count: count).slice
        upload(TimingCase.pattern(count), to: slice)
        return slice
    }
}

extension TimingCase {
    private static let period = 65_521
    private static let onePeriod: [Float] = {
        let random = CounterRandom(seed: 3, stream: 0)
        return (0..<period).map { random.uniform(UInt64($0)) - 0.5 }
    }()

    /// Random values that repeat, as drawing a few hundred million of them would take longer than what is timed.
    fileprivate static func pattern(_ count: Int) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(count)
        while values.count < count { values.append(contentsOf: onePeriod.prefix(count - values.count)) }
        return values
    }
}
