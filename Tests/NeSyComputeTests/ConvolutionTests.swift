import NeSyCompute
import NeSyTensor
import Testing

/// Convolutions against the definition, summed in Double.
@Suite struct ConvolutionTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        var batch = 2
        var height = 7
        var width = 9
        var inputs = 8
        var outputs = 16
        var kernel = (3, 3)
        var stride = (1, 1)
        var padding = (1, 1)
        var dilation = (1, 1)
        var groups = 1

        var testDescription: String {
            "\(batch)x\(height)x\(width)x\(inputs)->\(outputs) k\(kernel) s\(stride) p\(padding) "
                + "d\(dilation) g\(groups)"
        }

        func operation() throws -> Convolution {
            try Convolution(
                batch: batch, height: height, width: width, inputChannels: inputs, outputChannels: outputs,
                kernelHeight: kernel.0, kernelWidth: kernel.1, strideHeight: stride.0, strideWidth: stride.1,
                paddingHeight: padding.0, paddingWidth: padding.1, dilationHeight: dilation.0,
                dilationWidth: dilation.1, groups: groups)
        }
    }

    static let shapes: [Shape] = [
        Shape(), Shape(inputs: 1), Shape(inputs: 3, outputs: 17), Shape(batch: 1, inputs: 17, outputs: 5),
        Shape(kernel: (1, 1), padding: (0, 0)), Shape(kernel: (1, 1), stride: (2, 2), padding: (0, 0)),
        Shape(stride: (2, 2)), Shape(stride: (2, 3), padding: (0, 2)), Shape(kernel: (4, 2), padding: (2, 1)),
        Shape(padding: (2, 2), dilation: (2, 2)), Shape(stride: (2, 2), padding: (3, 2), dilation: (3, 2)),
        Shape(inputs: 12, outputs: 18, groups: 3), Shape(inputs: 6, outputs: 6, groups: 6),
        Shape(inputs: 6, outputs: 12, stride: (2, 1), groups: 6),
        Shape(height: 3, width: 3, inputs: 70, outputs: 40), Shape(kernel: (3, 3), padding: (5, 5)),
        Shape(batch: 3, height: 20, width: 21, inputs: 40, outputs: 33),
        Shape(batch: 2, height: 33, width: 31, inputs: 3, outputs: 20, kernel: (7, 7), stride: (2, 2), padding: (3, 3)),
        Shape(batch: 5, height: 40, width: 28, inputs: 1, outputs: 16),
        Shape(batch: 2, height: 4, width: 4, inputs: 300, outputs: 20),
    ]

    @Test(arguments: shapes) func allPassesFollowTheDefinition(shape: Shape) throws {
        let operation = try shape.operation()
        for level in VectorLevel.allCases where level <= .best {
            try check(operation, CPUBackend(vectors: level))
        }
    }

    /// Shapes of 3x3 with stride 1 by every method, whatever is chosen for them.
    @Test(arguments: [CPUConvolutionMethod.product, .winograd(side: 2), .winograd(side: 4)])
    func methodsFollowTheDefinition(method: CPUConvolutionMethod) throws {
        let shapes = [
            Shape(), Shape(inputs: 1, outputs: 1), Shape(batch: 1, height: 1, width: 1, inputs: 20, outputs: 18),
            Shape(height: 3, width: 4, inputs: 3, outputs: 40, padding: (0, 0)),
            Shape(batch: 3, height: 8, width: 5, inputs: 33, outputs: 47, padding: (2, 0)),
            Shape(height: 10, width: 11, inputs: 50, outputs: 31, padding: (3, 4)),
            Shape(batch: 1, height: 6, width: 6, inputs: 530, outputs: 20),
            Shape(batch: 5, height: 5, width: 9, inputs: 20, outputs: 270),
        ]
        for shape in shapes {
            let operation = try shape.operation()
            for level in VectorLevel.allCases where level <= .best {
                try check(operation, CPUBackend(vectors: level, convolutionMethod: method))
            }
        }
    }

    /// An activation on the way to memory is the activation that follows, bit for bit; NaN comes through.
    @Test(arguments: [CPUConvolutionMethod.product, .direct, .winograd(side: 2), .winograd(side: 4)])
    func activationsAreThoseThatFollow(method: CPUConvolutionMethod) throws {
        // Deeper than a block of the product, neither whole panels nor whole tiles.
        let inputs = method == .direct ? 3 : 40
        let o = try Shape(height: 9, width: 10, inputs: inputs, outputs: 37).operation()
        for level in VectorLevel.allCases where level <= .best {
            let backend = CPUBackend(vectors: level, convolutionMethod: method)
            var values = randomValues(o.inputShape.count, stream: 1)
            values[0] = .nan
            let input = try backend.buffer(values)
            let weights = try backend.buffer(randomValues(o.weightShape.count, stream: 2))
            let bias = try backend.buffer(randomValues(o.outputChannels, stream: 3))
            let (fused, separate) = (
                try backend.makeBuffer(count: o.outputShape.count).slice,
                try backend.makeBuffer(count: o.outputShape.count).slice
            )
            for activation in [Activation.relu, .leakyReLU(slope: 0.1), .tanh] {
                backend.convolve(
                    o, input: input, weights: weights, bias: bias, activation: activation, output: fused)
                backend.convolve(o, input: input, weights: weights, bias: bias, activation: nil, output: separate)
                backend.activate(activation, input: separate, output: separate)
                let (found, expected) = (backend.download(fused), backend.download(separate))
                #expect(zip(found, expected).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }, "\(activation)")
                #expect(found[0].isNaN)
            }
        }
    }

    /// Shapes that Winograd's method works off in several blocks, in parts and by all threads together, give the same
    /// bits for any number of threads and any fused instructions, and agree with the product.
    @Test(arguments: [
        Shape(batch: 4, height: 46, width: 49, inputs: 17, outputs: 20),
        Shape(batch: 3, height: 70, width: 66, inputs: 64, outputs: 48),
        Shape(batch: 40, height: 16, width: 16, inputs: 130, outputs: 200),
    ])
    func longWinogradIsTheSameOnAnyThreads(shape: Shape) throws {
        let operation = try shape.operation()
        let oracle = try passes(of: operation, CPUBackend(convolutionMethod: .product))
        for side in [2, 4] {
            let method = CPUConvolutionMethod.winograd(side: side)
            let alone = try passes(
                of: operation, CPUBackend(pool: WorkerPool(threadCount: 1), convolutionMethod: method))
            for (values, expected) in zip(alone, oracle) { expectClose(values, expected.map(Double.init)) }
            for level in VectorLevel.allCases where level <= .best && level > .portable {
                let together = try passes(
                    of: operation,
                    CPUBackend(pool: WorkerPool(threadCount: 3), vectors: level, convolutionMethod: method))
                #expect(together == alone, "\(level)")
            }
        }
    }

    static let directShapes: [Shape] = [
        Shape(inputs: 1, outputs: 1), Shape(inputs: 2, outputs: 5), Shape(inputs: 3, outputs: 20),
        Shape(inputs: 4, outputs: 33),
        Shape(batch: 1, height: 1, width: 1, inputs: 3, outputs: 7), Shape(height: 2, width: 2, inputs: 4, outputs: 64),
        Shape(height: 26, width: 26, inputs: 1, outputs: 20, padding: (0, 0)),
        Shape(height: 33, width: 35, inputs: 3, outputs: 64, kernel: (7, 7), stride: (2, 2), padding: (3, 3)),
        Shape(height: 11, width: 13, inputs: 2, outputs: 100, kernel: (5, 2), stride: (3, 2), padding: (1, 4)),
        Shape(height: 6, width: 10, inputs: 4, outputs: 18, kernel: (1, 1), padding: (0, 0)),
        Shape(height: 9, width: 30, inputs: 4, outputs: 48, kernel: (8, 8), stride: (8, 8), padding: (0, 0)),
        Shape(batch: 1, height: 5, width: 4, inputs: 3, outputs: 9, padding: (6, 7)),
        Shape(batch: 3, height: 40, width: 260, inputs: 3, outputs: 17),
    ]

    /// Images with few channels are convolved directly, to the same bits for any number of threads and any fused
    /// instructions; forward they are those of the product.
    @Test(arguments: directShapes) func directConvolutionsFollowTheDefinition(shape: Shape) throws {
        let operation = try shape.operation()
        for pass in [Convolution.Pass.forward, .weightGradient] {
            #expect(CPUConvolutionMethod.candidates(for: operation, pass: pass)[0].method == .direct)
        }
        let alone = try passes(of: operation, CPUBackend(pool: WorkerPool(threadCount: 1)))
        for level in VectorLevel.allCases where level <= .best {
            try check(operation, CPUBackend(vectors: level))
            let together = try passes(of: operation, CPUBackend(pool: WorkerPool(threadCount: 3), vectors: level))
            if level > .portable { #expect(together == alone, "\(level)") }
            let product = try passes(of: operation, CPUBackend(vectors: level, convolutionMethod: .product))
            #expect(together[0] == product[0], "\(level)")
        }
    }

    /// What the direct method cannot do is left to others, and asking for it changes nothing.
    @Test(arguments: [
        Shape(inputs: 5), Shape(inputs: 4, groups: 2), Shape(inputs: 3, padding: (2, 2), dilation: (2, 1)),
        Shape(inputs: 4, kernel: (9, 9), padding: (4, 4)),
    ])
    func otherConvolutionsAreNotDirect(shape: Shape) throws {
        let operation = try shape.operation()
        for pass in Convolution.Pass.allCases {
            let candidates = CPUConvolutionMethod.candidates(for: operation, pass: pass)
            #expect(candidates.contains { $0.method == .product } && !candidates.contains { $0.method == .direct })
            #expect(candidates.map(\.cost) == candidates.map(\.cost).sorted())
        }
        let preferring = try passes(of: operation, CPUBackend(convolutionMethod: .direct))
        #expect(try preferring == passes(of: operation, CPUBackend()))
    }

    /// What an image gives does not depend on the images beside it.
    @Test(arguments: [
        Shape(height: 2, width: 3, inputs: 96, outputs: 80), Shape(height: 7, width: 7, inputs: 160, outputs: 144),
        Shape(height: 12, width: 12, inputs: 3, outputs: 20), Shape(height: 14, width: 13, inputs: 17, outputs: 16),
    ])
    func imagesAreIndependent(shape: Shape) throws {
        var together = shape
        together.batch = 40
        let whole = try passes(of: together.operation(), CPUBackend())
        for batch in [1, 3] {
            var part = shape
            part.batch = batch
            let alone = try passes(of: part.operation(), CPUBackend())
            // Random values begin the same for any count.
            for pass in 0..<2 { #expect(alone[pass].elementsEqual(whole[pass].prefix(alone[pass].count))) }
        }
    }

    /// Output, gradient of the input and gradient of the weights.
    private func passes(of o: Convolution, _ backend: CPUBackend) throws -> [[Float]] {
        let input = try backend.buffer(randomValues(o.inputShape.count, stream: 1))
        let weights = try backend.buffer(randomValues(o.weightShape.count, stream: 2))
        let gradient = try backend.buffer(randomValues(o.outputShape.count, stream: 3))
        let output = try backend.makeBuffer(count: o.outputShape.count).slice
        backend.convolve(o, input: input, weights: weights, bias: nil, activation: nil, output: output)
        let inputGradient = try backend.makeBuffer(count: o.inputShape.count).slice
        backend.convolveBackwardInput(
            o, outputGradient: gradient, weights: weights, inputGradient: inputGradient, accumulate: false)
        let weightGradient = try backend.makeBuffer(count: o.weightShape.count).slice
        backend.convolveBackwardWeights(
            o, input: input, outputGradient: gradient, weightGradient: weightGradient, biasGradient: nil)
        return [backend.download(output), backend.download(inputGradient), backend.download(weightGradient)]
    }

    private func check(_ o: Convolution, _ backend: CPUBackend) throws {
        let x = randomValues(o.inputShape.count, stream: 1)
        let w = randomValues(o.weightShape.count, stream: 2)
        let b = randomValues(o.outputChannels, stream: 3)
        let dy = randomValues(o.outputShape.count, stream: 4)
        var y = [Double](repeating: 0, count: dy.count)
        var dx = [Double](repeating: 0, count: x.count)
        var dw = [Double](repeating: 0, count: w.count)
        var db = [Double](repeating: 0, count: b.count)
        let (inputs, outputs) = (o.inputChannels / o.groups, o.outputChannels / o.groups)
        for n in 0..<o.batch {
            for oy in 0..<o.outputHeight {
                for ox in 0..<o.outputWidth {
                    for co in 0..<o.outputChannels {
                        let out = ((n * o.outputHeight + oy) * o.outputWidth + ox) * o.outputChannels + co
                        y[out] = Double(b[co])
                        db[co] += Double(dy[out])
                        for ky in 0..<o.kernelHeight {
                            for kx in 0..<o.kernelWidth {
                                let iy = oy * o.strideHeight + ky * o.dilationHeight - o.paddingHeight
                                let ix = ox * o.strideWidth + kx * o.dilationWidth - o.paddingWidth
                                guard iy >= 0, iy < o.height, ix >= 0, ix < o.width else { continue }
                                for c in 0..<inputs {
                                    let source =
                                        ((n * o.height + iy) * o.width + ix) * o.inputChannels
                                        + co / outputs * inputs + c
                                    let weight = ((ky * o.kernelWidth + kx) * inputs + c) * o.outputChannels + co
                                    y[out] += Double(x[source]) * Double(w[weight])
                                    dx[source] += Double(dy[out]) * Double(w[weight])
                                    dw[weight] += Double(dy[out]) * Double(x[source])
                                }
                            }
                        }
                    }
                }
            }
        }
        let input = try backend.buffer(x)
        let weights = try backend.buffer(w)
        let bias = try backend.buffer(b)
        let gradient = try backend.buffer(dy)
        let output = try backend.makeBuffer(count: dy.count).slice
        backend.convolve(o, input: input, weights: weights, bias: bias, activation: nil, output: output)
        expectClose(backend.download(output), y)
        let inputGradient = try backend.buffer([Float](repeating: 7, count: x.count))
        backend.convolveBackwardInput(
            o, outputGradient: gradient, weights: weights, inputGradient: inputGradient, accumulate: false)
        expectClose(backend.download(inputGradient), dx)
        backend.convolveBackwardInput(
            o, outputGradient: gradient, weights: weights, inputGradient: inputGradient, accumulate: true)
        expectClose(backend.download(inputGradient), dx.map { 2 * $0 })
        let weightGradient = try backend.buffer([Float](repeating: 7, count: w.count))
        let biasGradient = try backend.buffer([Float](repeating: 7, count: b.count))
        backend.convolveBackwardWeights(
            o, input: input, outputGradient: gradient, weightGradient: weightGradient, biasGradient: biasGradient)
        expectClose(backend.download(weightGradient), dw)
        expectClose(backend.download(biasGradient), db)
    }
}
