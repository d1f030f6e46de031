import NeSyTensor
import Testing

@testable import NeSyCompute

/// Matrix products on an OpenCL device by every tile, with the CPU as the oracle.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct OpenCLProductTests {
    /// One way to compute products, on slices that may be read as vectors or not.
    struct Variant: Sendable, CustomTestStringConvertible {
        var tile: ProductTile
        var share: Int
        var transposesLeft: Bool
        var transposesRight: Bool
        var isAligned: Bool

        var testDescription: String {
            "\(tile.rows)x\(tile.columns) share \(share)\(transposesLeft ? ", left transposed" : "")"
                + "\(transposesRight ? ", right transposed" : "")\(isAligned ? ", aligned" : "")"
        }
    }

    /// All orders of memory with one tile, and all tiles with some order.
    static let variants: [Variant] = {
        var variants: [Variant] = []
        for (index, tile) in ProductTile.all.enumerated() {
            for share in tile.shares.indices {
                for order in 0..<8 where (index == 4 && share == 0) || order == (3 * index + 5 * share) % 8 {
                    variants.append(
                        Variant(
                            tile: tile, share: share, transposesLeft: order & 1 != 0, transposesRight: order & 2 != 0,
                            isAligned: order & 4 != 0))
                }
            }
        }
        return variants
    }()

    @Test(arguments: variants) func everyTileGivesTheProduct(variant: Variant) throws {
        var options = OpenCLOptions()
        var tuning = Tuning()
        tuning[try #require(ProductKernel.matrixProduct.tunable(variant.tile))] =
            variant.tile.defines(variant.tile.shares[variant.share])
        options.tuning = tuning
        let backend = try OpenCLInventory.system.open(try #require(TestDevice.backend).information, options: options)
        let (rows, columns, depth) = variant.isAligned ? (136, 132, 52) : (131, 135, 37)
        let o = MatrixProduct(
            rows: rows, columns: columns, depth: depth, transposesLeft: variant.transposesLeft,
            transposesRight: variant.transposesRight, batch: 2, alpha: 0.5, beta: -2)
        for splits in [1, 2] {
            let plan = ProductPlan(
                tile: variant.tile, splits: splits, rows: rows, columns: columns, depth: depth, batch: 2)
            #expect(plan.splits == splits)
            try expectProduct(
                o, plan, on: backend, offset: variant.isAligned ? 4 : 3, activation: .leakyReLU(slope: 0.25))
        }
    }

    @Test(arguments: [
        // Long sums with few results; a row, a column, one number; operands shared by a batch; results with gaps.
        MatrixProduct(rows: 9, columns: 20, depth: 4000, transposesLeft: true),
        MatrixProduct(rows: 1, columns: 300, depth: 70), MatrixProduct(rows: 300, columns: 1, depth: 70),
        MatrixProduct(rows: 1, columns: 1, depth: 1), MatrixProduct(rows: 1, columns: 1, depth: 70_000),
        MatrixProduct(
            rows: 12, columns: 8, depth: 600, batch: 5, strides: .init(left: 0, right: 600 * 8, result: 120)),
        MatrixProduct(rows: 16, columns: 24, depth: 8, transposesRight: true, batch: 36, beta: 1),
    ])
    func plannedProductsAreThoseOfTheCPU(o: MatrixProduct) throws {
        let backend = try #require(try TestDevice.makeBackend())
        for offset in [0, 1] { try expectProduct(o, o.plan, on: backend, offset: offset, activation: .tanh) }
    }

    /// Slices beside each other with a margin of `offset`, which no product may touch.
    private func expectProduct(
        _ o: MatrixProduct, _ plan: ProductPlan, on device: OpenCLBackend, offset: Int, activation: Activation,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let counts = [o.leftCount, o.rightCount, o.resultCount, o.columns]
        func slices(_ backend: any ComputeBackend) throws -> [BufferSlice] {
            try counts.enumerated().map { index, count in
                try backend.buffer(randomValues(count + 2 * offset, stream: UInt64(index)))
                    .slice(offset: offset, count: count)
            }
        }
        let cpu = CPUBackend(pool: WorkerPool(threadCount: 1))
        let expected = try slices(cpu)
        cpu.multiply(o, left: expected[0], right: expected[1], result: expected[2])
        var values = cpu.download(expected[2])
        let bias = cpu.download(expected[3])
        for product in 0..<o.batch {
            for index in 0..<o.rows * o.columns {
                values[product * o.strides.result + index] += bias[index % o.columns]
            }
        }
        let result = try cpu.buffer(values)
        cpu.activate(activation, input: result, output: result)

        let found = try slices(device)
        let before = try device.download(found[2].buffer.slice)
        device.product(
            o, by: plan, left: found[0], right: found[1], bias: found[3], activation: activation, result: found[2])
        let after = try device.download(found[2].buffer.slice)
        var error = 0.0
        var norm = 0.0
        let wanted = cpu.download(result)
        for product in 0..<o.batch {
            for index in 0..<o.rows * o.columns {
                let place = product * o.strides.result + index
                error += pow2(Double(after[offset + place]) - Double(wanted[place]))
                norm += pow2(Double(wanted[place]))
            }
        }
        #expect(error <= 1e-11 * norm, sourceLocation: sourceLocation)
        #expect(after.prefix(offset) == before.prefix(offset), sourceLocation: sourceLocation)
        #expect(after.suffix(offset) == before.suffix(offset), sourceLocation: sourceLocation)
    }

    private func pow2(_ value: Double) -> Double { value * value }

    @Test(arguments: [(1, 1), (7, 3), (257, 9), (1000, 40), (70_000, 5), (3000, 200)])
    func columnsAreSummed(rows: Int, columns: Int) throws {
        let backend = try #require(try TestDevice.makeBackend())
        let values = randomValues(rows * columns, stream: 9)
        let sums = try backend.makeBuffer(count: columns).slice
        backend.sumColumns(try backend.buffer(values), rows: rows, columns: columns, into: sums)
        var expected = [Double](repeating: 0, count: columns)
        for (index, value) in values.enumerated() { expected[index % columns] += Double(value) }
        expectClose(try backend.download(sums), expected)
    }

    @Test(.enabled(if: CLBlast.system != nil, "there is no CLBlast"))
    func cLBlastGivesTheSame() throws {
        var options = OpenCLOptions()
        options.products = .clblast
        let backend = try OpenCLInventory.system.open(try #require(TestDevice.backend).information, options: options)
        let o = MatrixProduct(rows: 40, columns: 24, depth: 56, transposesRight: true, alpha: 2, beta: 0.5)
        let results = try [backend as any ComputeBackend, CPUBackend()].map { backend in
            let result = try backend.buffer(randomValues(o.resultCount, stream: 3))
            backend.multiply(
                o, left: try backend.buffer(randomValues(o.leftCount, stream: 1)),
                right: try backend.buffer(randomValues(o.rightCount, stream: 2)), result: result)
            return try backend.download(result)
        }
        expectClose(results[0], results[1].map(Double.init))
        #expect(backend.statistics.compiledPrograms + backend.statistics.loadedPrograms == 1, "the self-test alone")
    }

    @Test(.enabled(if: CLBlast.system != nil, "there is no CLBlast"))
    func parametersThatCLBlastDoesNotKnowAreRefused() throws {
        var options = OpenCLOptions()
        options.clblastParameters = ["Xgemm": ["MWG": 64]]
        let device = try #require(TestDevice.backend).information
        #expect(throws: NeSyError.self) { try OpenCLInventory.system.open(device, options: options) }
    }
}
