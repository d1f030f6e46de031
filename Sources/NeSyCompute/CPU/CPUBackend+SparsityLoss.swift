import NeSyTensor

extension CPUBackend {
    public func sparsityLoss(
        _ operation: SparsityLoss, norms: BufferSlice, labels: BufferSlice, thresholds: BufferSlice,
        temperatures: BufferSlice, targets: BufferSlice, factor: Float, loss: BufferSlice,
        normGradient: BufferSlice, accumulate: Bool
    ) {
        let (batch, filters) = (operation.batch, operation.filters)
        norms.require(batch * filters, "norms")
        labels.require(batch, "labels")
        thresholds.require(filters, "thresholds")
        temperatures.require(filters, "temperatures")
        targets.require(operation.classes * filters, "targets")
        loss.require(1, "loss")
        normGradient.require(batch * filters, "normGradient")
        let (values, truth, target) = (norms.floats, labels.integers, targets.floats)
        let (theta, tau, gradient) = (thresholds.floats, temperatures.floats, normGradient.floats)
        let valid = countLabels(truth, batch: batch, classes: operation.classes)
        var divisor = Double(max(1, valid))
        if operation.reduction == .mean { divisor *= Double(filters) }
        let scale = Double(factor) / divisor
        let weight = Double(operation.positiveWeight)
        var total = 0.0
        for row in 0..<batch {
            let first = row * filters
            guard truth[row] >= 0 else {
                if !accumulate { (gradient + first).update(repeating: 0, count: filters) }
                continue
            }
            let wanted = target + Int(truth[row]) * filters
            for filter in 0..<filters {
                let temperature = Double(tau[filter])
                let logit = (Double(values[first + filter]) - Double(theta[filter])) / temperature
                let s = logistic(logit)
                let p = Double(wanted[filter])
                var slope: Double
                switch operation.form {
                case .crossEntropy:
                    // -log s and -log(1 - s) from the logit, where s itself would round to 0 or 1.
                    let tail = logarithmOfOnePlus(exponential(-abs(logit)))
                    total += weight * p * (max(-logit, 0) + tail) + (1 - p) * (max(logit, 0) + tail)
                    slope = (1 - p) * s - weight * p * logistic(-logit)
                case .squaredError:
                    total += weight * p * (s - 1) * (s - 1) + (1 - p) * s * s
                    slope = 2 * (weight * p * (s - 1) + (1 - p) * s) * s * logistic(-logit)
                }
                slope *= scale / temperature
                gradient[first + filter] = accumulate ? gradient[first + filter] + Float(slope) : Float(slope)
            }
        }
        loss.floats[0] += Float(scale * total)
    }

    /// How many rows are not padding.
    func countLabels(_ labels: UnsafePointer<Int32>, batch: Int, classes: Int) -> Int {
        var valid = 0
        for row in 0..<batch where labels[row] >= 0 {
            precondition(Int(labels[row]) < classes, "label \(labels[row]) of \(classes) classes")
            valid += 1
        }
        return valid
    }

    /// The logistic sigmoid, exact in both tails.
    func logistic(_ x: Double) -> Double {
        if x >= 0 { return 1 / (1 + exponential(-x)) }
        let e = exponential(x)
        return e / (1 + e)
    }
}
