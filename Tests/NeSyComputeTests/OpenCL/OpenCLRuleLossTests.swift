import NeSyTensor
import Testing

@testable import NeSyCompute

/// The losses that turn filters into rules on an OpenCL device, where they need several work-groups and where a soft
/// bit rounds to 0 or 1, with the CPU as the oracle.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct OpenCLRuleLossTests {
    let device: OpenCLBackend
    let cpu = CPUBackend(pool: WorkerPool(threadCount: 1))

    init() throws { device = try #require(try TestDevice.makeBackend()) }

    struct Size: Sendable, CustomTestStringConvertible {
        var batch: Int
        var filters: Int
        var classes: Int
        /// How steep the soft bits are.
        var temperature: Float = 1

        var testDescription: String { "\(batch) x \(filters), \(classes) classes, temperature \(temperature)" }

        var labels: [Int32] { (0..<batch).map { $0 % 9 == 4 ? -1 : Int32($0 * 5 % classes) } }
        var targets: [Float] { (0..<classes * filters).map { $0 % filters % classes == $0 / filters ? 1 : 0 } }
    }

    static let sizes = [
        Size(batch: 130, filters: 65, classes: 7), Size(batch: 3, filters: 1000, classes: 300),
        Size(batch: 1200, filters: 3, classes: 2), Size(batch: 600, filters: 600, classes: 4),
        // Logits of some hundreds: one of the two logarithms is all there is, and slopes vanish.
        Size(batch: 130, filters: 65, classes: 7, temperature: 0.01),
    ]

    /// Norms, labels, thresholds, temperatures and targets.
    private func inputs(_ size: Size, on backend: any ComputeBackend) throws -> [BufferSlice] {
        [
            try backend.buffer(randomValues(size.batch * size.filters, stream: 1)), try backend.buffer(size.labels),
            try backend.buffer(randomValues(size.filters, stream: 2)),
            try backend.buffer(randomValues(size.filters, stream: 3).map { (abs($0) + 0.5) * size.temperature }),
            try backend.buffer(size.targets),
        ]
    }

    /// What a loss leaves, written and added: the loss, and both gradients.
    private func expectAgreement(
        gradientCount: Int, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: (any ComputeBackend, _ loss: BufferSlice, _ gradient: BufferSlice, _ accumulate: Bool) throws -> Void
    ) throws {
        func results(on backend: any ComputeBackend) throws -> [[Float]] {
            let loss = try backend.buffer([0.5] as [Float])
            let written = try backend.buffer([Float](repeating: .nan, count: gradientCount))
            try body(backend, loss, written, false)
            let added = try backend.buffer(randomValues(gradientCount, stream: 9).map { $0 * 1e-3 })
            try body(backend, loss, added, true)
            return [try backend.download(loss), try backend.download(written), try backend.download(added)]
        }
        let found = try results(on: device)
        let names = ["loss", "gradient", "added gradient"]
        for (name, (found, expected)) in zip(names, zip(found, try results(on: cpu))) {
            #expect(relativeError(found, expected) < 1e-5, "\(name)", sourceLocation: sourceLocation)
        }
        #expect(try results(on: device) == found, "other bits in a second run", sourceLocation: sourceLocation)
    }

    @Test(arguments: sizes, SparsityLoss.Form.allCases) func sparsity(size: Size, form: SparsityLoss.Form) throws {
        let o = SparsityLoss(
            batch: size.batch, filters: size.filters, classes: size.classes, form: form, positiveWeight: 2.5)
        try expectAgreement(gradientCount: size.batch * size.filters) { backend, loss, gradient, accumulate in
            let x = try inputs(size, on: backend)
            backend.sparsityLoss(
                o, norms: x[0], labels: x[1], thresholds: x[2], temperatures: x[3], targets: x[4], factor: 0.7,
                loss: loss, normGradient: gradient, accumulate: accumulate)
        }
    }

    @Test(arguments: sizes) func softRules(size: Size) throws {
        let o = SoftRuleLoss(batch: size.batch, filters: size.filters, classes: size.classes)
        try expectAgreement(gradientCount: size.batch * size.filters) { backend, loss, gradient, accumulate in
            let x = try inputs(size, on: backend)
            backend.softRuleLoss(
                o, norms: x[0], labels: x[1], thresholds: x[2], temperatures: x[3], targets: x[4], factor: 0.7,
                loss: loss, normGradient: gradient, accumulate: accumulate)
        }
    }

    @Test(arguments: [(130, 9, 65), (2, 3000, 40), (1200, 1, 3)])
    func eliteFilters(batch: Int, positions: Int, filters: Int) throws {
        let size = Size(batch: batch, filters: filters, classes: 5)
        let o = EliteLoss(batch: batch, positions: positions, filters: filters, classes: 5)
        let maps = randomValues(batch * positions * filters, stream: 4)
        let penalties = randomValues(5 * filters, stream: 5).map(abs)
        try expectAgreement(gradientCount: maps.count) { backend, loss, gradient, accumulate in
            backend.eliteLoss(
                o, maps: try backend.buffer(maps), labels: try backend.buffer(size.labels),
                penalties: try backend.buffer(penalties), factor: 0.7, loss: loss, mapGradient: gradient,
                accumulate: accumulate)
        }
    }

    /// The CPU traps; a device must not read beside the targets, nor hide it.
    @Test func aLabelThatIsNoClassSpoilsTheLossVisibly() throws {
        let size = Size(batch: 2, filters: 3, classes: 2)
        let x = try inputs(size, on: device)
        device.upload([0, 2] as [Int32], to: x[1])
        let losses = try (0..<3).map { _ in try device.buffer([0] as [Float]) }
        let gradient = try device.makeBuffer(count: 6).slice
        device.sparsityLoss(
            SparsityLoss(batch: 2, filters: 3, classes: 2), norms: x[0], labels: x[1], thresholds: x[2],
            temperatures: x[3], targets: x[4], factor: 1, loss: losses[0], normGradient: gradient, accumulate: false)
        device.softRuleLoss(
            SoftRuleLoss(batch: 2, filters: 3, classes: 2), norms: x[0], labels: x[1], thresholds: x[2],
            temperatures: x[3], targets: x[4], factor: 1, loss: losses[1], normGradient: gradient, accumulate: false)
        device.eliteLoss(
            EliteLoss(batch: 2, positions: 1, filters: 3, classes: 2), maps: x[0], labels: x[1], penalties: x[4],
            factor: 1, loss: losses[2], mapGradient: gradient, accumulate: false)
        for loss in losses { #expect(try device.download(loss)[0].isNaN) }
    }
}
