import NeSyNetworks
import NeSyTensor
import Testing

@Suite struct FilterThresholdsTests {
    @Test func `Theta is alpha times the mean plus gamma times the unbiased deviation`() {
        // Column 0: 1, 2, 3, 6 has mean 3 and unbiased variance 14 / 3; column 1 is constant.
        let norms = Tensor([4, 2], [1, 2, 2, 2, 3, 2, 6, 2])
        let theta = FilterThresholds(norms: norms, alpha: 0.6, gamma: 0.7)
        #expect(abs(theta.values[0] - Float(1.8 + 0.7 * (14.0 / 3).squareRoot())) < 1e-6)
        #expect(abs(theta.values[1] - 1.2) < 1e-6)
    }

    @Test func `A norm equal to its threshold is on`() {
        let theta = FilterThresholds(values: [2, 0])
        let bits = theta.binarize(Tensor([3, 2], [2, 0, 1.9999, 0, 5, 1]))
        #expect((0..<3).map { bits[$0, 0] } == [true, false, true])
        #expect((0..<3).map { bits[$0, 1] } == [true, true, true])
    }

    @Test func `Nearly dead filters get the median, unless the whole layer is unfit`() {
        #expect(FilterThresholds(values: [0.1, 2, 3, 4]).lifted().values == [2.5, 2, 3, 4])
        #expect(FilterThresholds(values: [0.1, 0.2, 3]).lifted().values == [0.1, 0.2, 3])
    }

    @Test(arguments: [([], 0), ([3], 3), ([4, 1, 2], 2), ([4, 1, 2, 3], 2.5)] as [([Float], Float)])
    func `The median`(_ values: [Float], _ expected: Float) {
        #expect(FilterThresholds(values: values).median == expected)
    }
}
