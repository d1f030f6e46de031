import NeSyFormats
import NeSyReport
import NeSyTensor
import Testing

/// The pictures that a training leaves for TensorBoard.
@Suite struct TrainingPictureTests {
    @Test func kernelsInColourAndGrey() {
        // Two kernels of one pixel: red and blue to the full, and nothing.
        let colours = KernelSheet(Tensor([1, 1, 3, 2], [2, 0, 0, 0, -2, 0])).image()
        #expect(colours.channels == 3)
        let side = 24
        #expect((colours.width, colours.height) == (2 * side + 6, side + 4))
        #expect([colours[2, 2, 0], colours[2, 2, 1], colours[2, 2, 2]] == [255, 128, 0])
        #expect((0..<3).map { colours[side + 4, 2, $0] } == [128, 128, 128])
        // Kernels over maps show the mean of their inputs.
        let grey = KernelSheet(Tensor([1, 2, 2, 1], [1, 3, -4, 0])).image()
        #expect((0..<3).map { grey[2, 2, $0] } == [255, 255, 255])
        #expect((0..<3).map { grey[2 + 12, 2, $0] } == [0, 0, 0])
    }

    @Test func manyKernelsAreCutOff() {
        let sheet = KernelSheet(Tensor([3, 3, 1, 1000], [Float](repeating: 1, count: 9000))).image()
        #expect(sheet.width == 16 * 26 + 2 && sheet.height == sheet.width)
    }

    @Test func filtersStandUnderTheirClass() {
        // Filter 0 is of class 1, filters 1 and 2 of class 0, of which 2 answers to class 1 as well; 3 is silent.
        let matrix = ClassFilterMatrix(means: [[0.1, 4, 2, 0], [1, 0, 1, 0]]).image()
        #expect(matrix.channels == 1)
        let (width, height) = (matrix.width / 4, matrix.height / 2)
        func cell(_ label: Int, _ column: Int) -> Int { matrix[column * width, label * height, 0] }
        let (dark, white) = (62, 252)
        #expect((0..<4).map { cell(0, $0) } == [dark, dark, 252 - 19, white])
        #expect((0..<4).map { cell(1, $0) } == [white, 157, dark, white])
    }
}
