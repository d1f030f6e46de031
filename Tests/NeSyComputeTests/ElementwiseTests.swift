import Foundation
import NeSyCompute
import NeSyTensor
import Testing

@Suite struct ElementwiseTests {
    static let levels = VectorLevel.allCases.filter { $0 <= .best }

    @Test(arguments: levels) func sigmoidAndTanhAreExactToAMillionth(level: VectorLevel) throws {
        let backend = CPUBackend(vectors: level)
        let inputs =
            stride(from: Float(-40), through: 40, by: 1.0 / 128).map { $0 }
            + (0..<60).flatMap { [Float(pow(0.5, Double($0))), -Float(pow(0.5, Double($0)))] }
        let input = try backend.buffer(inputs)
        let output = try backend.makeBuffer(count: inputs.count).slice
        backend.activate(.sigmoid, input: input, output: output)
        for (x, y) in zip(inputs, backend.download(output)) {
            let expected = 1 / (1 + exp(-Double(x)))
            #expect(abs(Double(y) - expected) <= 1e-6 * expected, "sigmoid(\(x))")
        }
        backend.activate(.tanh, input: input, output: output)
        for (x, y) in zip(inputs, backend.download(output)) {
            let expected = tanh(Double(x))
            #expect(abs(Double(y) - expected) <= 1e-6 * abs(expected), "tanh(\(x))")
        }
    }

    @Test(arguments: levels) func notANumberStaysVisible(level: VectorLevel) throws {
        let backend = CPUBackend(vectors: level)
        for function in [Activation.relu, .leakyReLU(slope: 0.1), .sigmoid, .tanh] {
            let slice = try backend.buffer([Float](repeating: .nan, count: 9))
            backend.activate(function, input: slice, output: slice)
            #expect(backend.download(slice).allSatisfy { $0.isNaN }, "\(function)")
        }
        let pooling = try Pooling(.maximum, batch: 1, height: 2, width: 2, channels: 9, kernel: 2)
        var values = [Float](repeating: 1, count: 36)
        for channel in 0..<9 { values[9 + channel] = .nan }
        let output = try backend.makeBuffer(count: 9).slice
        backend.pool(pooling, input: try backend.buffer(values), output: output, winners: nil)
        #expect(backend.download(output).allSatisfy { $0.isNaN })
    }

    @Test(arguments: levels) func dropoutDrawsTheNumbersOfCounterRandom(level: VectorLevel) throws {
        let backend = CPUBackend(pool: WorkerPool(threadCount: 2), vectors: level)
        let random = CounterRandom(seed: 0xFEDC_BA98_7654_3210, stream: 0x0123_4567_89AB_CDEF)
        let values = randomValues(70_001, stream: 8)
        let output = try backend.makeBuffer(count: values.count).slice
        backend.drop(Dropout(rate: 0.3, random: random), input: try backend.buffer(values), output: output)
        for (index, value) in backend.download(output).enumerated() {
            let kept = random.uniform(UInt64(index)) >= 0.3
            #expect(value == (kept ? values[index] * (1 / (1 - 0.3)) : 0), "element \(index)")
        }
    }

    @Test func theFirstOfEqualValuesWins() throws {
        let backend = CPUBackend()
        let pooling = try Pooling(.maximum, batch: 1, height: 2, width: 3, channels: 10, kernel: 2, stride: 1)
        let winners = try backend.makeBuffer(count: 20).slice
        backend.pool(
            pooling, input: try backend.buffer([Float](repeating: 4, count: 60)),
            output: try backend.makeBuffer(count: 20).slice, winners: winners)
        #expect(
            backend.downloadIntegers(winners) == [Int32](repeating: 0, count: 10) + [Int32](repeating: 1, count: 10))
    }
}
