import NeSyNetworks
import NeSyTensor
import Testing

@Suite struct FilterProbabilityMatrixTests {
    @Test(arguments: [(2, 8, 3), (10, 128, 5), (43, 256, 5), (43, 256, 9)])
    func `Random filters are disjoint, equally many for each class, and capped`(
        _ classes: Int, _ filters: Int, _ perClass: Int
    ) throws {
        let matrix = try FilterProbabilityMatrix.random(
            classes: classes, filters: filters, perClass: perClass, seed: 3)
        let all = matrix.assigned.flatMap(\.self)
        #expect(Set(all).count == all.count)
        #expect(matrix.assigned.allSatisfy { $0.count == min(perClass, filters / classes) })
        #expect(matrix.targets.values.reduce(0, +) == Float(all.count))
        let again = try FilterProbabilityMatrix.random(
            classes: classes, filters: filters, perClass: perClass, seed: 3)
        let other = try FilterProbabilityMatrix.random(
            classes: classes, filters: filters, perClass: perClass, seed: 4)
        #expect(matrix == again)
        #expect(matrix != other)
    }

    @Test func `More classes than filters is an error that says how many are needed`() {
        let error = #expect(throws: NeSyError.self) {
            try FilterProbabilityMatrix.random(classes: 9, filters: 8, perClass: 5, seed: 0)
        }
        #expect(error?.kind == .usage)
        #expect(error?.expected == "at least 9 filters")
    }

    @Test func `The strongest filters are those with the largest class means, the lower index of equals`() {
        let norms = Tensor([4, 3], [1, 5, 5, 3, 5, 5, 9, 1, 0, 9, 3, 0])
        let labels = Labels(classes: ["a", "b"], indices: [0, 0, 1, 1])
        let matrix = FilterProbabilityMatrix.strongest(norms: norms, labels: labels, perClass: 2)
        #expect(matrix.assigned == [[1, 2], [0, 1]])
        #expect(FilterProbabilityMatrix.strongest(norms: norms, labels: labels, perClass: 1).assigned == [[1], [0]])
    }
}
