import NeSyCompute
import NeSyTensor
import Testing

@testable import NeSyNetworks

/// Five steps on `c/2 p^2 + p/10` with c = 1, 2, -3, against PyTorch 2.13.
@Suite struct OptimizerTests {
    @Test(arguments: [
        (Optimizer.sgd(), Float(0.1), [0.54953903, -0.68897599, 1.7660339]),
        (.sgd(momentum: 0.9, decay: 0.01), 0.1, [-0.13946991, 1.0891085, 3.9800789]),
        (.sgd(momentum: 0.9, nesterov: true, decay: 0.01), 0.1, [-0.22076979, 0.76225436, 7.4973788]),
        (.adam(decay: 0.01), 0.1, [0.50687325, -1.5030547, 1.0015676]),
        (.adamW(decay: 0.1), 0.1, [0.46866527, -1.4156959, 0.96730906]),
        (.adaDelta(decay: 0.01), 1, [0.98362553, -1.9836, 0.51656944]),
    ])
    func followsPyTorch(optimizer: Optimizer, rate: Float, expected: [Double]) throws {
        let backend = CPUBackend(pool: WorkerPool(threadCount: 1))
        let parameters = try backend.makeBuffer(count: 3).slice
        let gradients = try backend.makeBuffer(count: 3).slice
        var state: [BufferSlice] = []
        for _ in optimizer.momentNames { state.append(try backend.makeBuffer(count: 3).slice) }
        backend.upload([1, -2, 0.5], to: parameters)
        for step in 1...5 {
            let values = backend.download(parameters)
            backend.upload(zip(values, [1, 2, -3] as [Float]).map { $0 * $1 + 0.1 }, to: gradients)
            backend.optimize(
                optimizer.step(rate: rate, step: step), parameters: parameters, gradients: gradients,
                state: state)
        }
        for (found, expected) in zip(backend.download(parameters), expected) {
            #expect(abs(Double(found) - expected) < 2e-6 * max(1, abs(expected)))
        }
    }

    @Test func everyMomentHasAName() {
        for optimizer in [
            Optimizer.sgd(), .sgd(momentum: 0.9), .adam(), .adamW(), .adaDelta(),
        ] {
            #expect(optimizer.momentNames.count == optimizer.step(rate: 1, step: 1).stateCount)
        }
    }
}
