import NeSyTensor
import Testing

@testable import NeSyCompute

/// Convolutions by implicit products on an OpenCL device, with the CPU as the oracle: all geometries, on slices that
/// are read as vectors and on such as are not.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct ImplicitProductTests {
    struct Geometry: Sendable, CustomTestStringConvertible {
        var images = (2, 7, 8)
        var channels = (8, 12)
        var kernel = 3
        var stride = 1
        var padding = 1
        var dilation = 1
        var groups = 1
        var activation: Activation?

        var testDescription: String {
            "\(images) \(channels) \(kernel)x\(kernel) s\(stride) p\(padding) d\(dilation) g\(groups)"
        }

        func operation() throws -> Convolution {
            try Convolution(
                batch: images.0, height: images.1, width: images.2, inputChannels: channels.0,
                outputChannels: channels.1, kernel: kernel, stride: stride, padding: padding, dilation: dilation,
                groups: groups)
        }
    }

    static let geometries: [Geometry] = [
        Geometry(activation: .relu), Geometry(stride: 2), Geometry(channels: (3, 64), activation: .sigmoid),
        Geometry(channels: (64, 3), kernel: 5, padding: 2), Geometry(channels: (5, 7), stride: 2, padding: 0),
        Geometry(kernel: 2, stride: 3, padding: 0), Geometry(kernel: 4, padding: 2, dilation: 2),
        Geometry(stride: 2, padding: 3, dilation: 3), Geometry(channels: (16, 24), groups: 2),
        Geometry(channels: (6, 12), stride: 2, groups: 6), Geometry(kernel: 2, padding: 5),
        Geometry(kernel: 1, stride: 2),
        // Long sums, which are split in every pass.
        Geometry(images: (1, 4, 4), channels: (160, 36)), Geometry(images: (1, 4, 5), channels: (36, 151)),
        Geometry(images: (2, 40, 33), channels: (8, 9)),
    ]

    @Test(arguments: geometries, [0, 3]) func allPassesAreThoseOfTheCPU(geometry: Geometry, offset: Int) throws {
        var options = OpenCLOptions()
        options.convolution = .implicitProduct
        let device = try OpenCLInventory.system.open(try #require(TestDevice.backend).information, options: options)
        let expected = try values(of: geometry, offset, on: CPUBackend(convolutionMethod: .product))
        let found = try values(of: geometry, offset, on: device)
        for (name, expected) in expected {
            let found = try #require(found[name])
            let error = zip(found, expected).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
            let norm = expected.reduce(1e-30) { $0 + Double($1) * Double($1) }
            #expect(error <= 4e-12 * norm, "\(name)")
        }
    }

    /// All outputs, where the gradient of the input is written and then added to itself.
    private func values(
        of geometry: Geometry, _ offset: Int, on backend: any ComputeBackend
    ) throws -> [String: [Float]] {
        let o = try geometry.operation()
        func slice(_ count: Int, _ stream: UInt64) throws -> BufferSlice {
            try backend.buffer(randomValues(count + offset, stream: stream)).slice(offset: offset, count: count)
        }
        let input = try slice(o.inputShape.count, 1)
        let weights = try slice(o.weightShape.count, 2)
        let outputGradient = try slice(o.outputShape.count, 3)
        let bias = try slice(o.outputChannels, 4)
        let output = try slice(o.outputShape.count, 5)
        let inputGradient = try slice(o.inputShape.count, 6)
        let weightGradient = try slice(o.weightShape.count, 7)
        let biasGradient = try slice(o.outputChannels, 8)
        backend.convolve(
            o, input: input, weights: weights, bias: bias, activation: geometry.activation, output: output)
        for accumulate in [false, true] {
            backend.convolveBackwardInput(
                o, outputGradient: outputGradient, weights: weights, inputGradient: inputGradient,
                accumulate: accumulate)
        }
        backend.convolveBackwardWeights(
            o, input: input, outputGradient: outputGradient, weightGradient: weightGradient,
            biasGradient: biasGradient)
        return [
            "output": try backend.download(output), "inputGradient": try backend.download(inputGradient),
            "weightGradient": try backend.download(weightGradient), "biasGradient": try backend.download(biasGradient),
        ]
    }
}
