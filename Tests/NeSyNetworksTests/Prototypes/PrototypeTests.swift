import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct PrototypeTests {
    static let backend = CPUBackend(pool: WorkerPool(threadCount: 2))

    /// A small network that tells three columns of little contrast apart, trained for a moment.
    static let trained: Result<(network: Network, images: Tensor), any Error> = Result {
        let graph = try Architecture("tiny").graph(input: FeatureShape(height: 16, width: 16, channels: 1), classes: 3)
        let network = try Network(graph, on: backend, seed: 4)
        let (images, labels) = SmallNetworks.separableImages(count: 60, side: 16, classes: 3)
        let faint = Tensor(images.shape, images.values.map { min(max(0.4 + 0.2 * $0, 0), 1) })
        let execution = try NetworkExecution(network, capacity: 60, mode: .training)
        try execution.load(Batch(images: faint, labels: labels))
        let cell = try backend.makeBuffer(count: 1).slice
        for step in 0..<20 {
            execution.forward(step: step)
            backend.softmaxCrossEntropy(
                SoftmaxCrossEntropy(batch: 60, classes: 3), logits: execution.logits, labels: execution.labels,
                classWeights: nil, factor: 1, loss: cell, logitGradient: execution.logitGradient, accumulate: false)
            execution.backward(step: step)
            backend.accumulate(execution.gradients ?? cell, times: -0.1, into: network.parameters)
        }
        return (network, faint)
    }

    static var quick: PrototypeOptions {
        var options = PrototypeOptions()
        options.octaves = 2
        options.steps = 60
        options.decay = 0.005
        return options
    }

    /// Far above noise, and above every image that the network was trained on.
    @Test(arguments: [
        NeuronGroup(layer: "output", units: [1]), NeuronGroup(layer: "output", units: [0, 2]),
        NeuronGroup(layer: "filters", neurons: [.filter(0)]),
        NeuronGroup(layer: "filters", neurons: [.filter(1), .filter(3)]),
        NeuronGroup(layer: "filters", neurons: [.unit(5), .unit(7)]),
    ])
    func aPrototypeExcitesItsGroup(group: NeuronGroup) throws {
        let (network, images) = try Self.trained.get()
        let prototype = try #require(try network.prototypes(of: [group], options: Self.quick).first)
        #expect(prototype.image.shape == [16, 16, 1])
        #expect(prototype.image.values.allSatisfy { (0...1).contains($0) })
        let source = try MemoryBatches(
            images: images, labels: [Int32](repeating: -1, count: 60), batchSize: 25)
        let known = try network.responses(of: [group], in: source)[0].sorted()
        let spread = try #require(known.last) - known[0]
        let (start, end) = (prototype.startResponse, prototype.response)
        #expect(end > start + 0.5 * spread, "\(end), \(start), \(spread)")
        #expect(end > known[59] + 0.1 * spread, "\(end), \(known[59])")
    }

    @Test func aPrototypeDependsOnNothingButItsGroup() throws {
        let (network, _) = try Self.trained.get()
        let groups = [
            NeuronGroup(layer: "filters", neurons: [.filter(2)]), NeuronGroup(layer: "output", units: [0]),
            NeuronGroup(layer: "filters", units: [3]), NeuronGroup(layer: "output", units: [2]),
        ]
        var options = Self.quick
        options.steps = 6
        let together = try network.prototypes(of: groups, options: options)
        options.batchSize = 1
        let alone = try groups.reversed().map { try network.prototypes(of: [$0], options: options)[0] }
        #expect(together == alone.reversed())
        #expect(Set(together.map(\.image)).count == 4)
        options.seed = 1
        #expect(try network.prototypes(of: [groups[0]], options: options)[0] != together[0])
    }

    @Test func theWorkCanBeStoppedAndIsCounted() throws {
        let (network, _) = try Self.trained.get()
        var calls: [(Int, Int)] = []
        var options = Self.quick
        options.steps = 3
        let groups = [NeuronGroup(layer: "output", units: [0]), NeuronGroup(layer: "filters", units: [3])]
        _ = try network.prototypes(of: groups, options: options) { calls.append(($0, $1)) }
        #expect(calls.map(\.0) == Array(0..<12) && calls.allSatisfy { $0.1 == 12 })
        #expect(throws: NeSyError(.interrupted, "stopped")) {
            try network.prototypes(of: groups, options: options) { (done, _) throws(NeSyError) in
                if done == 4 { throw NeSyError(.interrupted, "stopped") }
            }
        }
    }

    @Test(arguments: [
        NeuronGroup(layer: "nothing", units: [0]), NeuronGroup(layer: "output", units: [3]),
        NeuronGroup(layer: "output", units: [-1]), NeuronGroup(layer: "output", units: []),
        NeuronGroup(layer: "filters", neurons: [.filter(1 << 40)]),
    ])
    func groupsThatAreNotThereAreRefused(group: NeuronGroup) throws {
        let (network, _) = try Self.trained.get()
        let error = #expect(throws: NeSyError.self) { try network.prototypes(of: [group]) }
        #expect(error?.kind == .usage)
    }

    /// Colour images, normalised in every way that there is.
    @Test(arguments: [
        PixelScale.unit, .standardise, .fixed(mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.25, 0.3]),
    ])
    func coloursAreNormalisedAsTheNetworkIsUsedTo(scale: PixelScale) throws {
        let graph = try Architecture("tiny").graph(input: FeatureShape(height: 12, width: 20, channels: 3), classes: 2)
        let network = try Network(graph, on: Self.backend, seed: 3)
        var options = Self.quick
        options.scale = scale
        options.background = [0.5, 0.4, 0.3]
        let prototype = try network.prototypes(of: [NeuronGroup(layer: "output", units: [1])], options: options)[0]
        #expect(prototype.response > prototype.startResponse)
        #expect(prototype.image.shape == [12, 20, 3])
    }

    /// The flat image has a deviation far below the least; 1 / 28 is none that a Float holds.
    @Test(arguments: [
        (PixelScale.unit, 4, 3, 1 as Float), (.standardise, 4, 3, 1), (.fixed(mean: [0.5], deviation: [0.25]), 4, 3, 1),
        (.standardise, 28, 1, 1e-3),
    ])
    func scalesPullGradientsBack(scale: PixelScale, side: Int, channels: Int, contrast: Float) {
        let random = CounterRandom(seed: 5, stream: 0)
        let count = side * side * channels
        let samples = (0..<count).map { 0.5 + contrast * (random.uniform(UInt64($0)) - 0.5) }
        // In part the image itself, so that a deviation that moves has something to say.
        let weights = (0..<count).map { random.normal(UInt64(count + $0)) + 20 / contrast * (samples[$0] - 0.5) }
        func objective(_ samples: [Float]) -> Double {
            zip(scale.apply(samples, channels: channels), weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let gradient = scale.pullBack(weights, samples: samples, channels: channels)
        for index in [0, 17, 47] {
            var (above, below) = (samples, samples)
            above[index] += 0.01
            below[index] -= 0.01
            let found = (objective(above) - objective(below)) / 0.02
            #expect(abs(found - Double(gradient[index])) < 2e-3 * (1 + abs(found)))
        }
    }

    /// The image of a group whose gradient is no number stays one.
    @Test(arguments: [Float.nan, .infinity, 0])
    func aGradientThatIsNoNumberMovesNothing(value: Float) throws {
        let (network, _) = try Self.trained.get()
        var options = Self.quick
        options.decay = 0
        let target = try PrototypeTarget(
            [NeuronGroup(layer: "output", units: [0])], layer: "output", in: network.graph)
        let search = try PrototypeSearch(network, target, options)
        let image = ImageDraft(height: 4, width: 4, channels: 1, samples: [Float](repeating: 0.25, count: 16))
        var gradient = image
        gradient.samples = [value] + [Float](repeating: 0, count: 15)
        #expect(search.moved(image, along: gradient, step: 0) == image)
    }

    /// The transposes that the gradient passes through: <A x, y> = <x, A' y>.
    @Test func canvasOperationsHaveTheirTransposes() {
        func canvas(_ height: Int, _ width: Int, _ stream: UInt64) -> ImageDraft {
            let random = CounterRandom(seed: 9, stream: stream)
            return ImageDraft(
                height: height, width: width, channels: 2,
                samples: (0..<height * width * 2).map { random.normal(UInt64($0)) })
        }
        func product(_ a: ImageDraft, _ b: ImageDraft) -> Double {
            zip(a.samples, b.samples).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let (small, large) = (canvas(4, 5, 0), canvas(9, 10, 1))
        let resized = product(small.resized(height: 9, width: 10), large)
        #expect(abs(resized - product(small, large.gathered(height: 4, width: 5))) < 1e-4)
        let other = canvas(9, 10, 2)
        let moved = product(large.shifted(down: 2, right: -3, filling: [0, 0]), other)
        #expect(abs(moved - product(large, other.shifted(down: -2, right: 3, filling: [0, 0]))) < 1e-4)
        let flat = ImageDraft(height: 3, width: 3, channels: 1, samples: [Float](repeating: 0.25, count: 9))
        #expect(flat.blurred(sigma: 1).samples.allSatisfy { abs($0 - 0.25) < 1e-6 })
        #expect(flat.resized(height: 7, width: 5).samples.allSatisfy { abs($0 - 0.25) < 1e-6 })
    }
}
