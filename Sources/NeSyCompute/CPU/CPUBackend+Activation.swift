import CMicro

extension CPUBackend {
    public func activate(_ function: Activation, input: BufferSlice, output: BufferSlice) {
        output.require(input.count, "output")
        let (from, to) = (input.floats, output.floats)
        forEachRange(input.count) { range in
            activate(function, from + range.lowerBound, to + range.lowerBound, count: range.count)
        }
    }

    /// On the calling thread.
    func activate(
        _ function: Activation, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, count: Int
    ) {
        switch function {
        case .relu: nesy_leaky_relu(level, 0, input, output, count)
        case .leakyReLU(let slope): nesy_leaky_relu(level, slope, input, output, count)
        case .sigmoid: nesy_sigmoid(level, input, output, count)
        case .tanh: nesy_tanh(level, input, output, count)
        }
    }

    public func activateBackward(
        _ function: Activation, output: BufferSlice, outputGradient: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool
    ) {
        outputGradient.require(output.count, "outputGradient")
        inputGradient.require(output.count, "inputGradient")
        let (values, from, to) = (output.floats, outputGradient.floats, inputGradient.floats)
        let add: Int32 = accumulate ? 1 : 0
        forEachRange(output.count) { range in
            let first = range.lowerBound
            let (y, g, d) = (values + first, from + first, to + first)
            switch function {
            case .relu: nesy_leaky_relu_backward(level, 0, y, g, d, add, range.count)
            case .leakyReLU(let slope): nesy_leaky_relu_backward(level, slope, y, g, d, add, range.count)
            case .sigmoid: nesy_sigmoid_backward(level, y, g, d, add, range.count)
            case .tanh: nesy_tanh_backward(level, y, g, d, add, range.count)
            }
        }
    }
}
