import NeSy

extension Kernel {
    static var losses: [Kernel] {
        [
            Kernel("softmax and cross-entropy") { backend in
                let operation = SoftmaxCrossEntropy(batch: 128, classes: 100)
                let logits = try backend.ramp(128 * 100)
                let labels = try backend.labels(128, of: 100)
                let gradient = try backend.makeBuffer(count: 128 * 100).slice
                let loss = try backend.makeBuffer(count: 1).slice
                return {
                    backend.softmaxCrossEntropy(
                        operation, logits: logits, labels: labels, classWeights: nil, factor: 1, loss: loss,
                        logitGradient: gradient, accumulate: false)
                }
            },
            Kernel("sparsity loss") { backend in
                let operation = SparsityLoss(batch: 128, filters: 128, classes: 10)
                let norms = try backend.ramp(128 * 128)
                let thresholds = try backend.ramp(128)
                let temperatures = try backend.makeBuffer(count: 128).slice
                backend.fill(temperatures, with: 0.5)
                let targets = try backend.makeBuffer(count: 10 * 128).slice
                backend.upload((0..<10 * 128).map { Float($0 % 3 / 2) }, to: targets)
                let labels = try backend.labels(128, of: 10)
                let gradient = try backend.makeBuffer(count: 128 * 128).slice
                let loss = try backend.makeBuffer(count: 1).slice
                return {
                    backend.sparsityLoss(
                        operation, norms: norms, labels: labels, thresholds: thresholds, temperatures: temperatures,
                        targets: targets, factor: 1, loss: loss, normGradient: gradient, accumulate: false)
                }
            },
        ]
    }
}

extension CPUBackend {
    fileprivate func labels(_ count: Int, of classes: Int) throws -> BufferSlice {
        let slice = try makeBuffer(count: count).slice
        upload((0..<count).map { Int32($0 % classes) }, to: slice)
        return slice
    }
}
