import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

@Suite struct NetworkStateTests {
    let backend = CPUBackend(pool: WorkerPool(threadCount: 1))

    @Test func tensorsAreNamedAndOrdered() throws {
        let network = try Network(SmallNetworks.normalized(), on: backend, seed: 3)
        let state = try network.state()
        #expect(
            state.tensors.map(\.name) == [
                "bn0.weight", "bn0.bias", "bn0.running_mean", "bn0.running_var", "conv1.weight", "bn1.weight",
                "bn1.bias", "bn1.running_mean", "bn1.running_var", "fc.weight", "fc.bias",
            ])
        #expect(state["conv1.weight"]?.shape == [3, 3, 2, 4])
        #expect(state["fc.weight"]?.shape == [64, 3])
        #expect(state["bn1.running_var"]?.values == [1, 1, 1, 1])
    }

    @Test func stateComesBack() throws {
        let graph = try SmallNetworks.normalized()
        let state = try Network(graph, on: backend, seed: 3).state()
        #expect(try Network(graph, on: backend, state: state).state() == state)
        #expect(try Network(graph, on: backend, seed: 4).state() != state)
    }

    @Test func misfitsNameTheTensorAndChangeNothing() throws {
        let network = try Network(SmallNetworks.normalized(), on: backend, seed: 3)
        let state = try network.state()
        let other = try Network(SmallNetworks.branching(), on: backend, seed: 3).state()
        func refusal(_ changed: NetworkState) -> NeSyError? {
            #expect(throws: NeSyError.self) { try network.load(changed) }
        }
        #expect(refusal(other)?.location == "tensor 'bn0.weight'")

        var missing = state
        missing.tensors.remove(at: 4)
        #expect(refusal(missing)?.location == "tensor 'conv1.weight'")

        var extra = state
        extra.tensors.append(NamedTensor("fc9.weight", Tensor(zeros: [2])))
        #expect(refusal(extra)?.location == "tensor 'fc9.weight'")

        var twice = state
        twice.tensors.append(state.tensors[4])
        #expect(refusal(twice)?.location == "tensor 'conv1.weight'")

        var reshaped = state
        reshaped.tensors[9].tensor = Tensor(zeros: [3, 64])
        #expect(refusal(reshaped)?.expected == "[64, 3]")
        #expect(refusal(reshaped)?.found == "[3, 64]")

        for value in [Float.nan, .infinity] {
            var unfit = state
            unfit.tensors[8].tensor.values[2] = value
            #expect(refusal(unfit)?.location == "tensor 'bn1.running_var', element 2")
        }
        #expect(try network.state() == state)
    }

    @Test(arguments: Initializer.allCases)
    func firstValuesHaveTheRightSpread(initializer: Initializer) {
        let fans = Fans(into: 200, outOf: 50)
        let values = initializer.values(
            count: 20_000, role: .weight(fans), random: CounterRandom(seed: 1, stream: 0))
        let variance = values.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(values.count)
        let bound = values.map(abs).max() ?? 0
        let expected: (variance: Double, bound: Double) =
            switch initializer {
            case .pyTorch: (1 / 600, 0.0707107)
            case .heNormal: (0.01, .infinity)
            case .heUniform: (0.01, 0.1732051)
            case .glorotNormal: (2 / 250, .infinity)
            case .glorotUniform: (2 / 250, 0.1549194)
            }
        #expect(abs(variance / expected.variance - 1) < 0.05)
        #expect(Double(bound) <= expected.bound)
        if expected.bound.isFinite { #expect(Double(bound) > 0.99 * expected.bound) }
        let few = initializer.values(
            count: 5, role: .weight(fans), random: CounterRandom(seed: 1, stream: 0))
        #expect(few == Array(values[..<5]))
        let biases = initializer.values(count: 9, role: .bias(fans), random: CounterRandom(seed: 1, stream: 1))
        #expect(biases.allSatisfy { $0 == 0 } == (initializer != .pyTorch))
    }

    @Test func uniformValuesAreTheStreamsOwn() {
        let random = CounterRandom(seed: 6, stream: 2)
        let values = Initializer.pyTorch.values(count: 7, role: .weight(Fans(into: 4, outOf: 1)), random: random)
        #expect(values == (0..<7).map { (2 * random.uniform($0) - 1) / 2 })
    }

    /// More values than one part of the work holds.
    @Test func manyValuesAreDrawnInParts() {
        let random = CounterRandom(seed: 6, stream: 2)
        let values = Initializer.pyTorch.values(
            count: 1 << 19, role: .weight(Fans(into: 1, outOf: 1)), random: random)
        for index in [0, 1 << 18 - 1, 1 << 18, 1 << 19 - 1] {
            #expect(values[index] == 2 * random.uniform(UInt64(index)) - 1)
        }
    }
}
