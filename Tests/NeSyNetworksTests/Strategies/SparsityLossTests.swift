import NeSyCompute
import NeSyNetworks
import NeSyTensor
import Testing

@Suite struct SparsityLossTests {
    let matrix = FilterProbabilityMatrix(filters: 3, assigned: [[0], [1, 2]])
    let labels = Labels(classes: ["a", "b"], indices: [0, 1])
    let theta = FilterThresholds(values: [2, 2, 2])
    let norms = Tensor([2, 3], [3, 1, 0.5, 2.5, 2, 4])

    private func evaluate(
        _ norms: Tensor, _ form: SparsityLoss.Form, _ reduction: SparsityLoss.Reduction
    ) throws -> (loss: Float, gradient: Tensor) {
        try SparsityLoss.evaluate(
            norms: norms, labels: labels, matrix: matrix, thresholds: theta, temperatures: [1, 0.5, 2], beta: 5,
            form: form, reduction: reduction, positiveWeight: 4, on: CPUBackend(pool: WorkerPool(threadCount: 1)))
    }

    @Test func `The value is the cross-entropy of the assigned bits, worked by hand`() throws {
        // s: 0.731, 0.119, 0.321 for an image of a (target 1, 0, 0); 0.622, 0.5, 0.731 for one of b (0, 1, 1).
        let first = 4 * 0.31326 + 0.12693 + 0.38687
        let second = 0.97408 + 4 * 0.69315 + 4 * 0.31326
        let loss = try evaluate(norms, .crossEntropy, .mean).loss
        #expect(abs(Double(loss) - 5 * (first + second) / 6) < 1e-3)
        let sum = try evaluate(norms, .crossEntropy, .sum).loss
        #expect(abs(sum / loss - 3) < 1e-5)
    }

    @Test(arguments: SparsityLoss.Form.allCases, SparsityLoss.Reduction.allCases)
    func `The gradient is the difference quotient`(
        _ form: SparsityLoss.Form, _ reduction: SparsityLoss.Reduction
    ) throws {
        let gradient = try evaluate(norms, form, reduction).gradient
        for index in norms.values.indices {
            var up = norms
            var down = norms
            up.values[index] += 0.01
            down.values[index] -= 0.01
            let slope = try (evaluate(up, form, reduction).loss - evaluate(down, form, reduction).loss) / 0.02
            #expect(abs(slope - gradient.values[index]) < 2e-3 * max(1, abs(slope)))
        }
    }
}
