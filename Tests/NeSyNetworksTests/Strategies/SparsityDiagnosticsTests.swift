import NeSyNetworks
import NeSyTensor
import Testing

@Suite struct SparsityDiagnosticsTests {
    let matrix = FilterProbabilityMatrix(filters: 3, assigned: [[0], [1]])
    let labels = Labels(classes: ["a", "b"], indices: [0, 0, 1, 1])
    let theta = FilterThresholds(values: [4, 4, 4])

    @Test func `Shares of own and other filters, score accuracy and binarity`() {
        // Image 1 misses its own filter; image 3 is stolen by filter 0.
        let norms = Tensor([4, 3], [8, 0, 0, 0, 0, 0, 0, 8, 0, 9, 8, 8])
        let figures = SparsityDiagnostics(
            norms: norms, labels: labels, matrix: matrix, thresholds: theta, temperatures: [1, 1, 1])
        #expect(figures.ownOn == 0.75)
        #expect(figures.otherOn == 2.0 / 8)
        // Image 1 has equal scores: the lower class, its own, wins.
        #expect(figures.scoreAccuracy == 0.75)
        #expect(abs(figures.binarity - 0.482) < 0.001)
    }

    @Test func `Colder sigmoids are more binary`() {
        let norms = Tensor([4, 3], [5, 3, 3, 5, 3, 3, 3, 5, 3, 3, 5, 3])
        let at = { (tau: Float) in
            SparsityDiagnostics(
                norms: norms, labels: labels, matrix: matrix, thresholds: theta, temperatures: [tau, tau, tau]
            ).binarity
        }
        #expect(at(0.1) > at(1))
        #expect(at(1) > at(10))
    }

    @Test func `Thresholds of an untrained network are called unfit, sane ones are not`() {
        let low = FilterThresholds(values: [0.02, 0.05, 0.1])
        #expect(SparsityDiagnostics.warning(thresholds: low, temperature: 1) != nil)
        #expect(SparsityDiagnostics.warning(thresholds: theta, temperature: 1) == nil)
        #expect(SparsityDiagnostics.warning(thresholds: low, temperature: 0.01) == nil)
    }
}
