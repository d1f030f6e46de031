import NeSyTensor
import Testing

@testable import NeSyCompute

/// Winograd convolutions on an OpenCL device, with the CPU as the oracle.
@Suite(.serialized, .enabled(if: TestDevice.isPresent, "there is no OpenCL device"))
struct WinogradTests {
    struct Geometry: Sendable, CustomTestStringConvertible {
        var batch = 2
        var height = 6
        var width = 7
        var inputs = 8
        var outputs = 16
        var padding = (1, 1)
        var hasBias = true
        var activation: Activation?

        var testDescription: String { "\(batch)x\(height)x\(width)x\(inputs)->\(outputs) p\(padding)" }

        func operation() throws -> Convolution {
            try Convolution(
                batch: batch, height: height, width: width, inputChannels: inputs, outputChannels: outputs,
                kernelHeight: 3, kernelWidth: 3, strideHeight: 1, strideWidth: 1, paddingHeight: padding.0,
                paddingWidth: padding.1, dilationHeight: 1, dilationWidth: 1, groups: 1)
        }
    }

    static let geometries: [Geometry] = [
        // Whole tiles; parts of tiles; one channel; channels that are no multiple of four.
        Geometry(height: 8, width: 8, activation: .relu), Geometry(activation: .leakyReLU(slope: 0.1)),
        Geometry(batch: 3, height: 9, width: 9, inputs: 1, activation: .tanh), Geometry(outputs: 1, hasBias: false),
        Geometry(batch: 1, height: 7, width: 5, inputs: 17, outputs: 3, padding: (0, 0)),
        // Padding as wide as the kernel reaches, on one axis only, and beyond it; one pixel.
        Geometry(height: 4, width: 6, inputs: 3, outputs: 5, padding: (2, 2)),
        Geometry(height: 5, width: 5, padding: (2, 0)),
        Geometry(height: 1, width: 3, inputs: 4, outputs: 4, padding: (4, 3)), Geometry(height: 1, width: 1),
        // More tiles than the smallest block; more channels than a group takes at once.
        Geometry(height: 40, width: 33, outputs: 9), Geometry(height: 3, width: 3, inputs: 130, outputs: 70),
        Geometry(batch: 1, height: 14, width: 14, inputs: 64, outputs: 96),
    ]

    static let preferences: [ConvolutionPreference] = [.winograd2, .fusedWinograd2, .winograd4]

    @Test(arguments: preferences, geometries)
    func allPassesAreThoseOfTheCPU(preference: ConvolutionPreference, geometry: Geometry) throws {
        let expected = try values(of: geometry, on: CPUBackend(convolutionMethod: .product))
        let found = try values(of: geometry, on: backend(preference))
        for (name, expected) in expected {
            #expect(relativeError(found[name], expected) < 2e-6, "\(name)")
        }
    }

    /// A workspace that is too small for anything: blocks of tiles are as small as they get.
    @Test(arguments: preferences) func blocksOfTilesGiveTheSame(preference: ConvolutionPreference) throws {
        let geometry = Geometry(height: 40, width: 66, inputs: 5, outputs: 6)
        let whole = try values(of: geometry, on: backend(preference))
        let blocks = try backend(preference, workspace: 1)
        let parts = try values(of: geometry, on: blocks)
        for (name, whole) in whole { #expect(relativeError(parts[name], whole) < 3e-6, "\(name)") }
        // What each tile gives does not depend on its block; sums over tiles do.
        #expect(parts["output"] == whole["output"])
        #expect(parts["inputGradient"] == whole["inputGradient"])
        let again = try values(of: geometry, on: blocks)
        for (name, parts) in parts {
            #expect(again[name]?.map(\.bitPattern) == parts.map(\.bitPattern), "\(name)")
        }
    }

    /// 64 channels, normal values: what is lost against float32 sums stays far below 1e-5.
    @Test(arguments: zip(preferences, [5e-7, 5e-7, 1.5e-6]))
    func roundingIsSmall(preference: ConvolutionPreference, bound: Double) throws {
        let geometry = Geometry(batch: 1, height: 16, width: 16, inputs: 64, outputs: 32, hasBias: false)
        let expected = try values(of: geometry, on: CPUBackend(convolutionMethod: .product))
        let found = try values(of: geometry, on: backend(preference))
        for name in ["output", "inputGradient", "weightGradient"] {
            #expect(relativeError(found[name], try #require(expected[name])) < bound, "\(name)")
        }
    }

    @Test func blocksCoverAllTilesOnce() {
        for (side, batch, height, width) in [(2, 3, 7, 9), (4, 1, 1, 1), (4, 5, 224, 223), (2, 32, 14, 14)] {
            let tiles = WinogradTiles(side: side, batch: batch, height: height, width: width)
            for workspace in [1, 1 << 20, 64 << 20] {
                let blocks = tiles.blocks(channels: 96, workspace: workspace)
                var next = 0
                for block in blocks {
                    #expect(block.first == next && block.tiles > 0)
                    // At least 128 tiles fit, whatever the workspace.
                    #expect(block.tiles * 96 * tiles.matrices * 4 <= max(workspace, 128 * 96 * tiles.matrices * 4))
                    next += block.tiles
                }
                #expect(next == tiles.count)
            }
        }
    }

    @Test func theMethodFollowsFromTheGeometry() throws {
        func method(
            _ images: (Int, Int), _ inputs: Int, _ outputs: Int, _ pass: Convolution.Pass = .forward, stride: Int = 1,
            groups: Int = 1, preference: ConvolutionPreference = .automatic
        ) throws -> ConvolutionMethod {
            let operation = try Convolution(
                batch: images.0, height: images.1, width: images.1, inputChannels: inputs, outputChannels: outputs,
                kernel: 3, stride: stride, padding: 1, groups: groups)
            return ConvolutionMethod.candidates(for: operation, pass: pass, preference: preference)[0].method
        }
        // The layers of VGG16.
        for pass in Convolution.Pass.allCases {
            #expect(try method((32, 224), 3, 64, pass) == .implicitProduct)
            for (size, inputs, outputs) in [(112, 128, 128), (56, 256, 256), (28, 512, 512), (14, 512, 512)] {
                #expect(try method((32, size), inputs, outputs, pass) == .winograd(.four))
            }
        }
        // Tiles of 4 x 4 would mostly lie outside of an image of 2 x 2.
        #expect(try method((512, 2), 256, 256) != .winograd(.four))
        // Few images, few channels, or another kernel.
        #expect(try method((1, 4), 64, 64) == .implicitProduct)
        #expect(try method((128, 28), 1, 32) == .implicitProduct)
        #expect(try method((32, 56), 256, 256, stride: 2) == .implicitProduct)
        #expect(try method((32, 56), 256, 256, groups: 2, preference: .winograd4) == .implicitProduct)
        // What is preferred is taken where it applies.
        #expect(try method((1, 4), 1, 1, preference: .winograd4) == .winograd(.four))
        #expect(try method((1, 4), 1, 1, preference: .fusedWinograd2) == .winograd(.fusedTwo))
        #expect(try method((32, 56), 256, 256, .weightGradient, preference: .fusedWinograd2) == .winograd(.four))
        #expect(try method((32, 56), 256, 256, preference: .implicitProduct) == .implicitProduct)
    }

    /// What `nesy tune` can find out about a device decides between methods of similar times.
    @Test func theMethodFollowsTheTuning() throws {
        let operation = try Convolution(
            batch: 64, height: 28, width: 28, inputChannels: 64, outputChannels: 64, kernel: 3, padding: 1)
        var methods: Set<ConvolutionMethod> = []
        for candidate in TunableKernel.convolutionMethod.candidates {
            var tuning = Tuning()
            tuning[.convolutionMethod] = candidate
            let candidates = ConvolutionMethod.candidates(
                for: operation, pass: .forward, costs: ConvolutionCosts(tuning))
            methods.insert(candidates[0].method)
        }
        #expect(methods == [.winograd(.fusedTwo), .winograd(.four)])
    }

    /// A device that prefers a method; one for each, so that its kernels are compiled once.
    private func backend(_ preference: ConvolutionPreference, workspace: Int? = nil) throws -> OpenCLBackend {
        if workspace == nil { return try #require(WinogradTests.backends[preference]) }
        return try WinogradTests.open(preference, workspace: workspace)
    }

    private static let backends: [ConvolutionPreference: OpenCLBackend] = {
        Dictionary(
            uniqueKeysWithValues: preferences.compactMap { preference in
                (try? open(preference)).map { (preference, $0) }
            })
    }()

    private static func open(_ preference: ConvolutionPreference, workspace: Int? = nil) throws -> OpenCLBackend {
        var options = OpenCLOptions()
        options.convolution = preference
        if let workspace { options.convolutionWorkspace = workspace }
        return try OpenCLInventory.system.open(try #require(OpenCLInventory.system.devices.first), options: options)
    }

    private func values(of geometry: Geometry, on backend: any ComputeBackend) throws -> [String: [Float]] {
        let o = try geometry.operation()
        let input = try backend.buffer(randomValues(o.inputShape.count, stream: 1))
        let weights = try backend.buffer(randomValues(o.weightShape.count, stream: 2))
        let bias = geometry.hasBias ? try backend.buffer(randomValues(o.outputChannels, stream: 3)) : nil
        let outputGradient = try backend.buffer(randomValues(o.outputShape.count, stream: 4))
        func unwritten(_ count: Int) throws -> BufferSlice {
            try backend.buffer([Float](repeating: .nan, count: count))
        }
        let output = try unwritten(o.outputShape.count)
        let inputGradient = try unwritten(o.inputShape.count)
        let sum = try backend.buffer([Float](repeating: 1, count: o.inputShape.count))
        let weightGradient = try unwritten(o.weightShape.count)
        backend.convolve(
            o, input: input, weights: weights, bias: bias, activation: geometry.activation, output: output)
        for (gradient, accumulate) in [(inputGradient, false), (sum, true)] {
            backend.convolveBackwardInput(
                o, outputGradient: outputGradient, weights: weights, inputGradient: gradient, accumulate: accumulate)
        }
        backend.convolveBackwardWeights(
            o, input: input, outputGradient: outputGradient, weightGradient: weightGradient, biasGradient: nil)
        return [
            "output": try backend.download(output), "inputGradient": try backend.download(inputGradient),
            "inputGradient + 1": try backend.download(sum), "weightGradient": try backend.download(weightGradient),
        ]
    }

    /// The norm of the difference as a part of the norm of what is expected.
    private func relativeError(_ found: [Float]?, _ expected: [Float]) -> Double {
        guard let found, found.count == expected.count else { return .infinity }
        var (difference, norm) = (0.0, 1e-30)
        for (a, b) in zip(found, expected) { difference += (Double(a) - Double(b)) * (Double(a) - Double(b)) }
        for value in expected { norm += Double(value) * Double(value) }
        return (difference / norm).squareRoot()
    }
}
