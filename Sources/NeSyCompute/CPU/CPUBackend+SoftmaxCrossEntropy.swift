import NeSyTensor

/// Losses read a batch of a few values a class or filter, so they are computed in Double, in order, on one thread.
extension CPUBackend {
    public func softmaxCrossEntropy(
        _ operation: SoftmaxCrossEntropy, logits: BufferSlice, labels: BufferSlice,
        classWeights: BufferSlice?, factor: Float, loss: BufferSlice, logitGradient: BufferSlice?,
        accumulate: Bool
    ) {
        let (batch, classes) = (operation.batch, operation.classes)
        logits.require(batch * classes, "logits")
        labels.require(batch, "labels")
        classWeights?.require(classes, "classWeights")
        loss.require(1, "loss")
        logitGradient?.require(batch * classes, "logitGradient")
        let (values, truth, weights) = (logits.floats, labels.integers, classWeights?.floats)
        var total = 0.0
        var weightSum = 0.0
        for row in 0..<batch where truth[row] >= 0 {
            precondition(Int(truth[row]) < classes, "label \(truth[row]) of \(classes) classes")
            weightSum += Double(weights?[Int(truth[row])] ?? 1)
        }
        let scale = weightSum == 0 ? 0 : Double(factor) / weightSum
        scratch.borrow(Double.self, count: classes) { probabilities in
            for row in 0..<batch {
                let gradient = logitGradient.map { $0.floats + row * classes }
                guard truth[row] >= 0 else {
                    if !accumulate { gradient?.update(repeating: 0, count: classes) }
                    continue
                }
                let label = Int(truth[row])
                let weight = Double(weights?[label] ?? 1)
                let logarithm = softmax(values + row * classes, classes, into: probabilities)
                total += weight * (logarithm - Double(values[row * classes + label]))
                guard let gradient else { continue }
                for index in 0..<classes {
                    let slope = scale * weight * (probabilities[index] - (index == label ? 1 : 0))
                    gradient[index] = accumulate ? gradient[index] + Float(slope) : Float(slope)
                }
            }
        }
        loss.floats[0] += Float(scale * total)
    }

    public func softmax(rows: Int, classes: Int, logits: BufferSlice, output: BufferSlice) {
        logits.require(rows * classes, "logits")
        output.require(rows * classes, "output")
        let (from, to) = (logits.floats, output.floats)
        scratch.borrow(Double.self, count: classes) { probabilities in
            for row in 0..<rows {
                _ = softmax(from + row * classes, classes, into: probabilities)
                for index in 0..<classes { to[row * classes + index] = Float(probabilities[index]) }
            }
        }
    }

    /// Writes the probabilities of one row and returns the logarithm of the sum of exponentials.
    private func softmax(
        _ logits: UnsafePointer<Float>, _ classes: Int, into probabilities: UnsafeMutablePointer<Double>
    ) -> Double {
        var largest = logits[0]
        for index in 1..<max(1, classes) where logits[index] > largest { largest = logits[index] }
        var sum = 0.0
        for index in 0..<classes {
            probabilities[index] = exponential(Double(logits[index]) - Double(largest))
            sum += probabilities[index]
        }
        for index in 0..<classes { probabilities[index] /= sum }
        return Double(largest) + naturalLogarithm(sum)
    }
}
