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
}
