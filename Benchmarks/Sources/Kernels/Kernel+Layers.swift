import NeSy

extension Kernel {
    static func layers() throws -> [Kernel] {
        try products + convolutions() + pooling() + [fusedPooling(), dropout]
    }

    private static var products: [Kernel] {
        [
            Kernel("matrix product", .product(MatrixProduct(rows: 192, columns: 192, depth: 192))),
            Kernel("bit product", .bitProduct(BitProduct(rows: 4096, leftColumns: 96, rightColumns: 96))),
        ]
    }

    /// What Winograd's method is taken for, pass by pass, what it is not, and what is multiplied straight out of the
    /// lines of an image.
    private static func convolutions() throws -> [Kernel] {
        let wide = try Convolution(
            batch: 1, height: 28, width: 28, inputChannels: 64, outputChannels: 64, kernel: 3, padding: 1)
        let strided = try Convolution(
            batch: 1, height: 28, width: 28, inputChannels: 32, outputChannels: 64, kernel: 3, stride: 2, padding: 1)
        let first = try Convolution(
            batch: 1, height: 28, width: 28, inputChannels: 3, outputChannels: 64, kernel: 3, padding: 1)
        return passes(Convolution.Pass.allCases, "convolution 3x3", of: wide)
            + passes(Convolution.Pass.allCases, "convolution 3x3 stride 2", of: strided)
            + passes([.forward, .weightGradient], "convolution 3x3 of 3 channels", of: first)
    }

    private static func passes(
        _ passes: [Convolution.Pass], _ name: String, of operation: Convolution
    ) -> [Kernel] {
        passes.map { Kernel("\(name), \($0.rawValue)", .convolution(operation, $0)) }
    }

    private static func pooling() throws -> [Kernel] {
        let operation = try Pooling(.maximum, batch: 2, height: 32, width: 32, channels: 64, kernel: 2)
        return TimingCase.pooling(operation).map { Kernel("maximum pooling, \($0.name)", $0) }
    }

    /// Maps that are pooled on the way, band by band.
    private static func fusedPooling() throws -> Kernel {
        let layer = try Convolution(
            batch: 8, height: 28, width: 28, inputChannels: 1, outputChannels: 32, kernel: 3, padding: 1)
        let pooling = try Pooling(.maximum, batch: 8, height: 28, width: 28, channels: 32, kernel: 2)
        return Kernel("convolution with ReLU and maximum pooling") { backend in
            let input = try backend.ramp(layer.inputCount)
            let weights = try backend.ramp(layer.weightCount)
            let bias = try backend.ramp(layer.outputChannels)
            let output = try backend.makeBuffer(count: pooling.outputCount).slice
            let winners = try backend.makeBuffer(count: pooling.outputCount).slice
            return {
                backend.convolve(
                    layer, input: input, weights: weights, bias: bias, activation: .relu,
                    pooling: FusedPooling(pooling, winners: winners, maps: nil), output: output)
            }
        }
    }

    private static var dropout: Kernel {
        Kernel("dropout") { backend in
            let operation = Dropout(rate: 0.5, random: CounterRandom(seed: 1, stream: 0))
            let input = try backend.ramp(1 << 16)
            let output = try backend.makeBuffer(count: 1 << 16).slice
            return { backend.drop(operation, input: input, output: output) }
        }
    }
}
