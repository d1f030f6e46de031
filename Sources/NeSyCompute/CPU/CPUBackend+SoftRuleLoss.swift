import NeSyTensor

extension CPUBackend {
    public func softRuleLoss(
        _ operation: SoftRuleLoss, norms: BufferSlice, labels: BufferSlice, thresholds: BufferSlice,
        temperatures: BufferSlice, targets: BufferSlice, factor: Float, loss: BufferSlice,
        normGradient: BufferSlice, accumulate: Bool
    ) {
        let (batch, filters, classes) = (operation.batch, operation.filters, operation.classes)
        norms.require(batch * filters, "norms")
        labels.require(batch, "labels")
        thresholds.require(filters, "thresholds")
        temperatures.require(filters, "temperatures")
        targets.require(classes * filters, "targets")
        loss.require(1, "loss")
        normGradient.require(batch * filters, "normGradient")
        let (values, truth, target) = (norms.floats, labels.integers, targets.floats)
        let (theta, tau, gradient) = (thresholds.floats, temperatures.floats, normGradient.floats)
        let scale = Double(factor) / Double(max(1, countLabels(truth, batch: batch, classes: classes)))
        let sharpness = Double(operation.sharpness)
        var total = 0.0
        scratch.borrow(Double.self, count: filters + 2 * classes) { memory in
            let (s, share, logits) = (memory, memory + filters, memory + filters + classes)
            for index in 0..<classes {
                var assigned = 0.0
                for filter in 0..<filters { assigned += Double(target[index * filters + filter]) }
                share[index] = assigned == 0 ? 0 : sharpness / assigned
            }
            for row in 0..<batch {
                let first = row * filters
                guard truth[row] >= 0 else {
                    if !accumulate { (gradient + first).update(repeating: 0, count: filters) }
                    continue
                }
                for filter in 0..<filters {
                    s[filter] = logistic(
                        (Double(values[first + filter]) - Double(theta[filter])) / Double(tau[filter]))
                }
                var largest = -Double.infinity
                for index in 0..<classes {
                    var sum = 0.0
                    for filter in 0..<filters { sum += Double(target[index * filters + filter]) * s[filter] }
                    logits[index] = share[index] * sum
                    largest = max(largest, logits[index])
                }
                let label = Int(truth[row])
                let chosen = logits[label]
                var sum = 0.0
                for index in 0..<classes {
                    logits[index] = exponential(logits[index] - largest)
                    sum += logits[index]
                }
                total += largest + naturalLogarithm(sum) - chosen
                // From here on the slopes of the loss in the logits.
                for index in 0..<classes { logits[index] = logits[index] / sum - (index == label ? 1 : 0) }
                for filter in 0..<filters {
                    var slope = 0.0
                    for index in 0..<classes {
                        slope += Double(target[index * filters + filter]) * share[index] * logits[index]
                    }
                    slope *= scale * s[filter] * (1 - s[filter]) / Double(tau[filter])
                    gradient[first + filter] =
                        accumulate ? gradient[first + filter] + Float(slope) : Float(slope)
                }
            }
        }
        loss.floats[0] += Float(scale * total)
    }
}
