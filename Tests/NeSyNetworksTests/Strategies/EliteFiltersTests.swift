import NeSyNetworks
import NeSyTensor
import Testing

@Suite struct EliteFiltersTests {
    @Test func `Elite filters go free, the others pay their share of the weakest elite`() {
        // Sums of class a: 4, 2, 1, 3; the two strongest are filters 0 and 3.
        let means = Tensor([3, 4], [3, 1, 0.5, 1, 1, 1, 0.5, 2, 0, 8, 4, 2])
        let labels = Labels(classes: ["a", "b"], indices: [0, 0, 1])
        let elite = EliteFilters(means: means, labels: labels, perClass: 2)
        #expect(elite.penalties.shape == [2, 4])
        let expected: [Float] = [0, 2 / 3, 1 / 3, 0, 0, 0, 0, 0.5]
        #expect(zip(elite.penalties.values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func `A class whose filters are all silent pays nothing`() {
        let elite = EliteFilters(
            means: Tensor(zeros: [1, 4]), labels: Labels(classes: ["a"], indices: [0]), perClass: 2)
        #expect(elite.penalties.values.allSatisfy { $0 == 0 })
    }
}
