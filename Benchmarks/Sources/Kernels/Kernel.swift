import NeSy

/// A piece of work whose costs are counted, at a size that a slow tool gets through.
struct Kernel {
    let name: String
    /// Brings the inputs, and yields what carries the work out once.
    let prepare: (CPUBackend) throws -> () throws -> Void

    init(_ name: String, prepare: @escaping (CPUBackend) throws -> () throws -> Void) {
        self.name = name
        self.prepare = prepare
    }

    init(_ name: String, _ timed: TimingCase) {
        self.init(name) { backend in
            let prepared = try timed.prepare(backend)
            return { try prepared.queue(1) }
        }
    }

    static func all() throws -> [Kernel] {
        try products + convolutions() + pooling() + losses + learning + [
            Kernel("training step of mnist", TimingSuite.mnist.cases(batch: 4)[0])
        ]
    }

    private static var products: [Kernel] {
        [
            Kernel("matrix product", .product(MatrixProduct(rows: 192, columns: 192, depth: 192))),
            Kernel("bit product", .bitProduct(BitProduct(rows: 4096, leftColumns: 96, rightColumns: 96))),
        ]
    }

    /// What Winograd's method is taken for, pass by pass, and what it is not.
    private static func convolutions() throws -> [Kernel] {
        let wide = try Convolution(
            batch: 1, height: 28, width: 28, inputChannels: 64, outputChannels: 64, kernel: 3, padding: 1)
        let strided = try Convolution(
            batch: 1, height: 28, width: 28, inputChannels: 32, outputChannels: 64, kernel: 3, stride: 2, padding: 1)
        return Convolution.Pass.allCases.map { Kernel("convolution 3x3, \($0.rawValue)", .convolution(wide, $0)) }
            + Convolution.Pass.allCases.map {
                Kernel("convolution 3x3 stride 2, \($0.rawValue)", .convolution(strided, $0))
            }
    }

    private static func pooling() throws -> [Kernel] {
        let operation = try Pooling(.maximum, batch: 2, height: 32, width: 32, channels: 64, kernel: 2)
        return TimingCase.pooling(operation).map { Kernel("maximum pooling, \($0.name)", $0) }
    }
}
