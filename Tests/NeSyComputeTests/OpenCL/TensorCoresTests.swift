import NeSyTensor
import Testing

@testable import NeSyCompute

/// Products on emulated tensor cores: everything but the instructions themselves.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct TensorCoresTests {
    private static let backends: [Precision: OpenCLBackend] = {
        var backends: [Precision: OpenCLBackend] = [:]
        for precision in [Precision.tf32, .bf16] {
            var options = OpenCLOptions()
            options.precision = precision
            options.emulatesTensorCores = true
            guard let device = TestDevice.backend?.information else { continue }
            backends[precision] = try? OpenCLInventory.system.open(device, options: options)
        }
        return backends
    }()

    /// Emulated tensor cores pass the trial, so no product of another test is in float32.
    private func backend(_ precision: Precision) throws -> OpenCLBackend {
        let backend = try #require(TensorCoresTests.backends[precision])
        try #require(backend.activePrecision == precision, "\(backend.precisionNote ?? "")")
        return backend
    }

    /// Small integers, which no precision rounds.
    private func integers(_ count: Int, stream: UInt64) -> [Float] {
        randomValues(count, stream: stream).map { ($0 * 3).rounded(.towardZero) }
    }

    /// Few kinds, as every one is compiled.
    private static let products: [(Precision, MatrixProduct)] = [
        (.tf32, MatrixProduct(rows: 1, columns: 1, depth: 1)),
        (.tf32, MatrixProduct(rows: 64, columns: 64, depth: 4096)),
        (.tf32, MatrixProduct(rows: 67, columns: 71, depth: 37, transposesLeft: true, batch: 2)),
        (.tf32, MatrixProduct(rows: 68, columns: 132, depth: 76, transposesRight: true, alpha: 0.5, beta: 2)),
        (.bf16, MatrixProduct(rows: 1, columns: 1, depth: 1)),
        (.bf16, MatrixProduct(rows: 132, columns: 68, depth: 76, alpha: 0.5, beta: 2)),
        (.bf16, MatrixProduct(rows: 67, columns: 71, depth: 37, transposesLeft: true, batch: 2)),
    ]

    @Test(arguments: products) func productsOfIntegersAreExact(precision: Precision, o: MatrixProduct) throws {
        let (left, right) = (integers(o.leftCount, stream: 1), integers(o.rightCount, stream: 2))
        let before = integers(o.resultCount, stream: 3)
        let results = try [CPUBackend() as any ComputeBackend, backend(precision)].map { backend in
            let result = try backend.buffer(before)
            backend.multiply(o, left: try backend.buffer(left), right: try backend.buffer(right), result: result)
            return try backend.download(result)
        }
        #expect(results[0] == results[1])
    }

    /// The largest tile whose emulation has local memory enough.
    @Test func aTileOfTwoWidthsIsExact() throws {
        let tile = ProductTile(
            rows: 128, columns: 64, efficiency: 1, shares: [ProductTile.Share(8, 8, depth: 16)],
            tensorCores: TensorCores(.tf32, isEmulated: true))
        let o = MatrixProduct(rows: 132, columns: 68, depth: 76, transposesLeft: true)
        let (left, right) = (integers(o.leftCount, stream: 1), integers(o.rightCount, stream: 2))
        let (cpu, backend) = (CPUBackend(), try backend(.tf32))
        let expected = try cpu.makeBuffer(count: o.resultCount).slice
        cpu.multiply(o, left: try cpu.buffer(left), right: try cpu.buffer(right), result: expected)
        let result = try backend.makeBuffer(count: o.resultCount).slice
        backend.product(
            o, by: ProductPlan(tile: tile, splits: 2, rows: o.rows, columns: o.columns, depth: o.depth),
            left: try backend.buffer(left), right: try backend.buffer(right), result: result)
        #expect(try backend.download(result) == cpu.download(expected))
    }

    struct Geometry: Sendable, CustomStringConvertible {
        var size = (9, 7)
        var channels = (4, 8)
        var kernel = 3
        var stride = 1
        var padding = 1
        var dilation = 1
        var groups = 1

        var description: String { "\(size) \(channels) \(kernel)x\(kernel) / \(stride), \(groups) groups" }

        var operation: Convolution {
            get throws {
                try Convolution(
                    batch: 3, height: size.0, width: size.1, inputChannels: channels.0, outputChannels: channels.1,
                    kernel: kernel, stride: stride, padding: padding, dilation: dilation, groups: groups)
            }
        }
    }

    private static let geometries: [(Precision, Geometry)] = [
        (.tf32, Geometry(channels: (12, 68))), (.tf32, Geometry(size: (20, 20), channels: (36, 4), kernel: 4)),
        (.tf32, Geometry(size: (8, 11), channels: (5, 7), stride: 2)),
        (.tf32, Geometry(channels: (6, 10), padding: 2, dilation: 2, groups: 2)),
        (.bf16, Geometry(channels: (12, 68))), (.bf16, Geometry(size: (20, 20), channels: (36, 4), kernel: 4)),
    ]

    @Test(arguments: geometries)
    func convolutionsOfIntegersAreExact(precision: Precision, geometry: Geometry) throws {
        let o = try geometry.operation
        let (pixels, weights) = (integers(o.inputShape.count, stream: 1), integers(o.weightShape.count, stream: 2))
        let (slopes, bias) = (integers(o.outputShape.count, stream: 3), integers(o.outputChannels, stream: 4))
        let oracle = CPUBackend(convolutionMethod: .product)
        let results = try [oracle as any ComputeBackend, backend(precision)].map { backend in
            let (input, kernel) = (try backend.buffer(pixels), try backend.buffer(weights))
            let gradient = try backend.buffer(slopes)
            let output = try backend.makeBuffer(count: slopes.count).slice
            let (inputGradient, weightGradient) = (try backend.buffer(pixels), try backend.buffer(weights))
            let biasGradient = try backend.makeBuffer(count: bias.count).slice
            backend.convolve(
                o, input: input, weights: kernel, bias: try backend.buffer(bias), activation: .relu, output: output)
            backend.convolveBackwardInput(
                o, outputGradient: gradient, weights: kernel, inputGradient: inputGradient, accumulate: true)
            backend.convolveBackwardWeights(
                o, input: input, outputGradient: gradient, weightGradient: weightGradient, biasGradient: biasGradient)
            return try [output, inputGradient, weightGradient, biasGradient].map { try backend.download($0) }
        }
        #expect(results[0] == results[1])
    }

    /// One factor beside 1 comes back as its rounding: to nearest, ties away from zero for tf32 and to even for bf16.
    @Test(arguments: [Precision.tf32, .bf16]) func factorsAreRounded(precision: Precision) throws {
        let step: Float = precision == .tf32 ? 0x1p-10 : 0x1p-7
        let values: [Float] = [
            1 + step / 4, 1 + step / 2, 1 + step * 0.75, 1 + step * 1.5, -1 - step / 2, 3e38, 1e-30, 0, -.infinity,
        ]
        let ties: Float = precision == .tf32 ? 1 + step : 1
        let expected: [Float] = [1, ties, 1 + step, 1 + step * 2, -ties]
        let backend = try backend(precision)
        let result = try backend.makeBuffer(count: values.count).slice
        backend.multiply(
            MatrixProduct(rows: values.count, columns: 1, depth: 1), left: try backend.buffer(values),
            right: try backend.buffer([Float(1)]), result: result)
        let found = try backend.download(result)
        #expect(Array(found[..<5]) == expected)
        #expect(zip(found[5..<7], values[5...]).allSatisfy { abs($0 / $1 - 1) <= step })
        #expect(Array(found[7...]) == [0, -.infinity])
    }

    @Test(arguments: [(Precision.tf32, 1e-3), (.bf16, 8e-3)])
    func sumsOfRoundedFactorsAreNear(precision: Precision, bound: Double) throws {
        let o = MatrixProduct(rows: 64, columns: 64, depth: 300)
        let (left, right) = (randomValues(o.leftCount, stream: 1), randomValues(o.rightCount, stream: 2))
        let results = try [CPUBackend() as any ComputeBackend, backend(precision), backend(precision)].map { backend in
            let result = try backend.makeBuffer(count: o.resultCount).slice
            backend.multiply(o, left: try backend.buffer(left), right: try backend.buffer(right), result: result)
            return try backend.download(result)
        }
        let squares = zip(results[0], results[1]).map { ($0 - $1) * ($0 - $1) }
        let norm = results[0].reduce(0) { $0 + Double($1 * $1) }
        let error = (squares.reduce(0) { $0 + Double($1) } / norm).squareRoot()
        #expect(error < bound && error > bound / 100)
        #expect(results[1] == results[2])
    }

    @Test(arguments: [Precision.tf32, .bf16]) func everyProductIsForTensorCores(precision: Precision) {
        let tensorCores = TensorCores(precision)
        for (rows, columns, depth, width) in [(100_352, 512, 4608, 128), (100_352, 64, 576, 64), (32, 10, 4096, 64)] {
            let plan = ProductPlan(rows: rows, columns: columns, depth: depth, on: tensorCores)
            #expect(plan.tile.tensorCores == tensorCores && plan.tile.columns == width)
        }
        #expect(ProductPlan(rows: 100_352, columns: 512, depth: 4608).tile.tensorCores == nil)
    }

    /// A compiler that does not know the instructions costs the precision and nothing else.
    @Test func withoutTensorCoresProductsAreFloat32() throws {
        let device = try #require(TestDevice.backend).information
        try #require(!device.isNVIDIA)
        var options = OpenCLOptions()
        options.precision = .bf16
        let opened = try DeviceRequest.openCL(platform: 0, device: 0).open(
            pool: WorkerPool(threadCount: 1), options: options)
        let backend = try #require(opened.backend as? OpenCLBackend)
        #expect(backend.activePrecision == .float32)
        #expect(opened.note.contains("float32 instead of bf16: ") && !opened.note.contains("\n"))
        let result = try backend.makeBuffer(count: 1).slice
        let third = try backend.buffer([Float(1) / 3])
        backend.multiply(MatrixProduct(rows: 1, columns: 1, depth: 1), left: third, right: third, result: result)
        #expect(try backend.download(result) == [(Float(1) / 3) * (Float(1) / 3)])
    }

    @Test func theTrialRefusesACompilerWithoutTheInstructions() throws {
        let backend = try #require(try TestDevice.makeBackend())
        try #require(!backend.information.isNVIDIA)
        let reason = TensorCores(.tf32).whyRefused(
            by: backend.information, driver: backend.queue.driver, options: OpenCLOptions())
        #expect(reason?.contains("refuses a kernel") == true)
    }

    @Test func theCPUSaysThatItRoundsNothing() throws {
        var options = OpenCLOptions()
        options.precision = .tf32
        let note = try DeviceRequest.cpu.open(pool: WorkerPool(threadCount: 1), options: options).note
        #expect(note.contains("float32 instead of tf32"))
    }
}
