import NeSyTensor
import Testing

@Suite struct TensorTests {
    @Test func shapesCountAndPrint() {
        #expect(Shape([]).count == 1)
        #expect(([2, 0, 3] as Shape).count == 0)
        let shape: Shape = [2, 3, 4]
        #expect(shape.count == 24 && shape.rank == 3 && shape[1] == 3)
        #expect(shape.description == "[2, 3, 4]")
    }

    @Test func elementsAreRowMajor() {
        var tensor = Tensor([2, 3], [0, 1, 2, 3, 4, 5])
        #expect(tensor[1, 0] == 3)
        let copy = tensor
        tensor[1, 0] = 9
        #expect(copy[1, 0] == 3 && tensor.values == [0, 1, 2, 9, 4, 5])
        #expect(tensor.reshaped([3, 2])[1, 1] == 9)
        #expect(Tensor(zeros: [2, 2]).values == [0, 0, 0, 0])
    }

    static let shapes: [Shape] = [[2, 3, 4, 5], [1, 1, 1, 1], [3, 1, 2, 7], [0, 2, 3, 4], [2, 2, 1, 1]]

    @Test(arguments: shapes) func layoutsMoveEveryElement(shape: Shape) {
        let tensor = Tensor(shape, (0..<shape.count).map(Float.init))
        let moved = tensor.nhwcFromNCHW
        #expect(moved.shape == [shape[0], shape[2], shape[3], shape[1]])
        let weights = tensor.hwioFromOIHW
        #expect(weights.shape == [shape[2], shape[3], shape[1], shape[0]])
        for a in 0..<shape[0] {
            for b in 0..<shape[1] {
                for c in 0..<shape[2] {
                    for d in 0..<shape[3] {
                        #expect(moved[a, c, d, b] == tensor[a, b, c, d])
                        #expect(weights[c, d, b, a] == tensor[a, b, c, d])
                    }
                }
            }
        }
        #expect(moved.nchwFromNHWC == tensor)
        #expect(weights.oihwFromHWIO == tensor)
    }

    @Test func transposingByTheIdentityAndOfScalarsChangesNothing() {
        let tensor = Tensor([2, 3], [0, 1, 2, 3, 4, 5])
        #expect(tensor.transposed([0, 1]) == tensor)
        #expect(tensor.transposed([1, 0]).values == [0, 3, 1, 4, 2, 5])
        #expect(Tensor([], [7]).transposed([]).values == [7])
    }
}
