import NeSyCompute
import NeSyTensor

/// The sparsity loss, and if asked for the soft-rule loss, on the norms of a tapped layer.
public final class SparsityTapLoss: TapLoss {
    public let tap: String
    public let matrix: FilterProbabilityMatrix
    public let options: StrategyOptions
    /// What is subtracted from the norms before the sigmoid: zeros for TS5.
    public private(set) var thresholds: FilterThresholds

    private var norms: DeviceBuffer?
    private var normGradient: DeviceBuffer?
    private var constants: DeviceBuffer?
    private var mapShape: Shape = []
    private var totalSteps = 1
    private var thresholdsChanged = false

    public init(
        tap: String = "filters", matrix: FilterProbabilityMatrix, thresholds: FilterThresholds,
        options: StrategyOptions
    ) {
        precondition(thresholds.values.count == matrix.filters)
        self.tap = tap
        self.matrix = matrix
        self.thresholds = thresholds
        self.options = options
    }

    /// Other thresholds from the next step on.
    public func replaceThresholds(_ thresholds: FilterThresholds) {
        precondition(thresholds.values.count == matrix.filters)
        self.thresholds = thresholds
        thresholdsChanged = true
    }

    public func prepare(
        on backend: any ComputeBackend, shape: Shape, classes: Int, totalSteps: Int
    ) throws(NeSyError) {
        let filters = shape[shape.rank - 1]
        guard filters == matrix.filters, classes == matrix.classes else {
            throw NeSyError(
                .usage, "The filter probability matrix does not fit the network.",
                expected: "\(classes) classes x \(filters) filters",
                found: "\(matrix.classes) x \(matrix.filters)")
        }
        mapShape = shape
        self.totalSteps = max(1, totalSteps)
        norms = try backend.makeBuffer(count: shape[0] * filters)
        normGradient = try backend.makeBuffer(count: shape[0] * filters)
        // thresholds, temperatures, targets
        let constants = try backend.makeBuffer(count: filters * (2 + classes))
        backend.upload(matrix.targets.values, to: constants.slice.slice(offset: 2 * filters, count: classes * filters))
        self.constants = constants
        thresholdsChanged = true
    }

    /// tau of every filter at a step.
    public func temperatures(step: Int) -> [Float] {
        switch options.temperature {
        case .constant(let value): return [Float](repeating: value, count: matrix.filters)
        case .relative(let share): return thresholds.values.map { max(share * $0, 1e-3) }
        case .annealed(let from, let to):
            let progress = totalSteps > 1 ? Double(min(step, totalSteps - 1)) / Double(totalSteps - 1) : 1
            let value = Float(Double(from) * power(Double(to) / Double(from), progress))
            return [Float](repeating: value, count: matrix.filters)
        }
    }

    public func apply(
        on backend: any ComputeBackend, step: Int, batch: Int, maps: BufferSlice, labels: BufferSlice,
        loss: BufferSlice, mapGradient: BufferSlice
    ) {
        guard let norms, let normGradient, let constants else {
            preconditionFailure("apply(…) before prepare(…)")
        }
        let filters = matrix.filters
        let classes = matrix.classes
        let theta = constants.slice.slice(offset: 0, count: filters)
        let tau = constants.slice.slice(offset: filters, count: filters)
        let targets = constants.slice.slice(offset: 2 * filters, count: classes * filters)
        if thresholdsChanged { backend.upload(thresholds.values, to: theta) }
        if case .constant = options.temperature, !thresholdsChanged {
            // The temperatures on the device are still right.
        } else {
            backend.upload(temperatures(step: step), to: tau)
        }
        thresholdsChanged = false

        let isMap = mapShape.rank == 4
        let norm = FilterNorm(
            options.norm, batch: batch, height: isMap ? mapShape[1] : 1, width: isMap ? mapShape[2] : 1,
            filters: filters)
        let a = norms.slice.slice(offset: 0, count: batch * filters)
        let da = normGradient.slice.slice(offset: 0, count: batch * filters)
        backend.filterNorms(norm, maps: maps, norms: a)
        backend.sparsityLoss(
            SparsityLoss(
                batch: batch, filters: filters, classes: classes, form: options.form,
                reduction: options.reduction, positiveWeight: options.positiveWeight),
            norms: a, labels: labels, thresholds: theta, temperatures: tau, targets: targets,
            factor: options.beta, loss: loss, normGradient: da, accumulate: false)
        if options.softRule != 0 {
            backend.softRuleLoss(
                SoftRuleLoss(batch: batch, filters: filters, classes: classes),
                norms: a, labels: labels, thresholds: theta, temperatures: tau, targets: targets,
                factor: options.softRule, loss: loss, normGradient: da, accumulate: true)
        }
        backend.filterNormsBackward(
            norm, maps: maps, norms: a, normGradient: da, mapGradient: mapGradient, accumulate: true)
    }
}
