extension OpenCLBackend {
    public func activate(_ function: Activation, input: BufferSlice, output: BufferSlice) {
        output.require(input.count, "output")
        let width = Lanes.width(of: input, output)
        let items = WorkItems.lanes(input.count, width: width)
        func run(_ kernel: StaticString) {
            self.run(
                kernel, in: "elementwise/activation.cl", defines: ["WIDTH": width], over: items, .slice(input),
                .slice(output), .count(input.count))
        }
        func run(slope: Float) {
            self.run(
                "leaky_relu", in: "elementwise/activation.cl", defines: ["WIDTH": width], over: items, .slice(input),
                .slice(output), .count(input.count), .float(slope))
        }
        switch function {
        case .relu: run(slope: 0)
        case .leakyReLU(let slope): run(slope: slope)
        case .sigmoid: run("sigmoid")
        case .tanh: run("hyperbolic_tangent")
        }
    }

    public func activateBackward(
        _ function: Activation, output: BufferSlice, outputGradient: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool
    ) {
        outputGradient.require(output.count, "outputGradient")
        inputGradient.require(output.count, "inputGradient")
        let width = Lanes.width(of: output, outputGradient, inputGradient)
        let items = WorkItems.lanes(output.count, width: width)
        func run(_ kernel: StaticString) {
            self.run(
                kernel, in: "elementwise/activation.cl", defines: ["WIDTH": width], over: items, .slice(output),
                .slice(outputGradient), .slice(inputGradient), .flag(accumulate), .count(output.count))
        }
        func run(slope: Float) {
            self.run(
                "leaky_relu_backward", in: "elementwise/activation.cl", defines: ["WIDTH": width], over: items,
                .slice(output), .slice(outputGradient), .slice(inputGradient), .flag(accumulate),
                .count(output.count), .float(slope))
        }
        switch function {
        case .relu: run(slope: 0)
        case .leakyReLU(let slope): run(slope: slope)
        case .sigmoid: run("sigmoid_backward")
        case .tanh: run("hyperbolic_tangent_backward")
        }
    }
}
