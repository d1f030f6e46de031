import NeSyTensor

@testable import NeSyCompute

extension ConformanceCase {
    /// Half the distance between the two points of a central difference: a power of two, so that it is added exactly.
    static let step: Float = 1.0 / 64

    /// How far a gradient may be from the central difference, as a part of the gradient's largest value. The
    /// difference of two Float32 sums divided by 2 * step is off by about 1e-7 / 0.03, the neglected third
    /// derivative by about step^2 / 6; what remains is room for steep functions.
    static let gradientTolerance = 2e-3

    /// At most so many coordinates of an input are varied.
    static let probes = 24

    /// Where the gradients of the case disagree with central differences of its objective, or where adding a
    /// gradient gives something else than writing it.
    func gradientDifferences(on backend: any ComputeBackend) throws(NeSyError) -> [ConformanceDifference] {
        guard let objective else { return [] }
        let outputs = try outputs(on: backend)
        var found: [ConformanceDifference] = []
        for derivative in derivatives {
            guard let gradient = outputs.first(where: { $0.name == derivative.gradient })?.values,
                case .floats(let values)? = inputs.first(where: { $0.name == derivative.input })?.values
            else { preconditionFailure("\(self): no \(derivative.gradient) or \(derivative.input)") }
            let scale = gradient.reduce(1e-3) { max($0, abs(Double($1))) }
            var worst: ConformanceDifference?
            for index in probeIndices(values.count) {
                var shifted = values
                shifted[index] = values[index] + ConformanceCase.step
                let above = try value(of: objective, with: shifted, as: derivative.input, on: backend)
                let width = Double(shifted[index])
                shifted[index] = values[index] - ConformanceCase.step
                let below = try value(of: objective, with: shifted, as: derivative.input, on: backend)
                let slope = (above - below) / (width - Double(shifted[index]))
                let error = abs(Double(gradient[index]) - slope) / scale
                if !(error <= (worst?.error ?? ConformanceCase.gradientTolerance)) {
                    worst = ConformanceDifference(
                        output: derivative.gradient, index: index, found: Double(gradient[index]),
                        expected: slope, error: error.isNaN ? .infinity : error)
                }
            }
            if let worst { found.append(worst) }
        }
        return found + accumulationDifferences(outputs)
    }

    /// The gradients that were added to ones, less one, against those that were written.
    private func accumulationDifferences(_ outputs: [ConformanceOutput]) -> [ConformanceDifference] {
        outputs.compactMap { output in
            guard let sum = outputs.first(where: { $0.name == "\(output.name) + 1" }) else { return nil }
            return difference(of: sum, from: output.values.map { $0 + 1 })
        }
    }

    private func value(
        of objective: Objective, with values: [Float], as input: String, on backend: any ComputeBackend
    ) throws(NeSyError) -> Double {
        let run = try ConformanceRun(self, on: backend)
        backend.upload(values, to: run[input])
        try run.carryOut()
        let outputs = try run.outputs()
        func output(_ name: String) -> [Float] { outputs.first { $0.name == name }?.values ?? [.nan] }
        switch objective {
        case .value(let name): return Double(output(name)[0])
        case .product(let name, let cotangent):
            guard case .floats(let factors)? = inputs.first(where: { $0.name == cotangent })?.values else {
                preconditionFailure("\(self) has no cotangent \(cotangent)")
            }
            return zip(output(name), factors).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
    }

    private func probeIndices(_ count: Int) -> [Int] {
        if count <= ConformanceCase.probes { return Array(0..<count) }
        var random = SplitMix64(seed: UInt64(count))
        return (0..<ConformanceCase.probes).map { _ in Int.random(in: 0..<count, using: &random) }
    }
}
