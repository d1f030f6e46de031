import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct TimingSuiteTests {
    /// The first convolution reads the image, which needs no gradient.
    @Test func aTrainingStepHasThreePassesOfAllConvolutionsButTheFirst() throws {
        let convolutions = try TimingSuite.resnet18.convolutions(batch: 2, side: 64)
        #expect(convolutions.count == 20)
        #expect(convolutions[0].passes == [.forward, .weightGradient])
        #expect(convolutions.dropFirst().allSatisfy { Set($0.passes) == Set(Convolution.Pass.allCases) })
        #expect(convolutions.allSatisfy { $0.operation.batch == 2 })
        #expect(convolutions[0].operation.sizes == "7x7 stride 2, 3 to 64, 2 x 64 x 64")
    }

    @Test func inferenceHasOnlyTheForwardPass() throws {
        let convolutions = try TimingSuite.vgg16Inference.convolutions(side: 32)
        #expect(convolutions.map(\.layer) == (1...13).map { "conv\($0)" })
        #expect(convolutions.allSatisfy { $0.passes == [.forward] })
    }

    /// The three colours of the image are multiplied out of its lines; strides have no Winograd's method.
    @Test(arguments: [
        (TimingSuite.vgg16, "3x3, 3 to 64", "direct"), (.vgg16, "3x3, 64 to 64", "Winograd F(4x4, 3x3)"),
        (.vgg16, "3x3, 256 to 256", "Winograd F(4x4, 3x3)"), (.resnet18, "7x7 stride 2, 3 to 64", "direct"),
        (.resnet18, "3x3 stride 2, 64 to 128", "product"), (.resnet18, "1x1 stride 2, 64 to 128", "product"),
    ])
    func everyChoiceIsTheOneMeant(suite: TimingSuite, sizes: String, method: String) throws {
        let backend = CPUBackend(pool: WorkerPool(threadCount: 1))
        let found = try suite.convolutions(batch: 2, side: 64).filter { $0.operation.sizes.hasPrefix(sizes) }
        try #require(!found.isEmpty)
        for convolution in found {
            for pass in convolution.passes {
                let choice = try #require(ConvolutionChoice(of: convolution.operation, pass, on: backend))
                #expect(choice.method == method, "\(convolution.layer), \(pass)")
            }
        }
    }

    /// As many as the shapes say: a fully connected layer has an operation for each weight and image.
    @Test func theTimedWorkRunsAndCountsItsOperations() throws {
        let backend = CPUBackend(pool: WorkerPool(threadCount: 1))
        let inference = try #require(try TimingSuite.mnistInference.cases(batch: 3, side: 12).first)
        let step = try #require(try TimingSuite.mnist.cases(batch: 3, side: 12).first)
        #expect(inference.shape == "3 x 12 x 12 x 1" && inference.name == "inference")
        let first: Int = 6 * 10 * 10 * 20 * 9
        let second: Int = 6 * 8 * 8 * 40 * 9 * 20
        let connections: Int = 6 * (4 * 4 * 40 * 64 + 64 * 10)
        let rest = second + connections
        #expect(inference.operations == Double(first + rest))
        #expect(step.operations == Double(2 * first + 3 * rest))
        for work in [inference, step] {
            try work.prepare(backend).queue(2)
        }
    }
}
