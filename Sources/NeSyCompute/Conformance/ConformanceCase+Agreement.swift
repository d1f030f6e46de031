import NeSyTensor

/// The worst value of an output that is not what it should be.
public struct ConformanceDifference: Sendable, CustomStringConvertible {
    public var output: String
    public var index: Int
    public var found: Double
    public var expected: Double
    /// The distance as a part of the largest expected value.
    public var error: Double

    public var description: String { "\(output)[\(index)] is \(found), expected \(expected) (error \(error))" }
}

extension ConformanceCase {
    /// Runs the case once, from fresh inputs.
    /// - Parameter margin: see ``ConformanceRun``.
    public func outputs(
        on backend: any ComputeBackend, margin: Int = 13
    ) throws(NeSyError) -> [ConformanceOutput] {
        let run = try ConformanceRun(self, on: backend, margin: margin)
        try run.carryOut()
        return try run.outputs()
    }

    /// Where the outputs of one device differ from those of another by more than the tolerance.
    public func differences(
        of backend: any ComputeBackend, from oracle: any ComputeBackend
    ) throws(NeSyError) -> [ConformanceDifference] {
        let expected = try outputs(on: oracle)
        return zip(try outputs(on: backend), expected).compactMap { found, expected in
            difference(of: found, from: expected.values)
        }
    }

    /// The largest distance of an output from what is expected, as a part of the largest expected value.
    func error(of output: ConformanceOutput, from expected: [Float]) -> Double {
        guard output.values.count == expected.count else { return .infinity }
        let scale = expected.reduce(1e-30) { max($0, abs(Double($1))) }
        return zip(output.values, expected).reduce(0) { worst, pair in
            let error = pair.0 == pair.1 ? 0 : abs(Double(pair.0) - Double(pair.1)) / scale
            return error.isNaN ? .infinity : max(worst, error)
        }
    }

    /// The worst value of an output, when it is off by more than the tolerance: the case's own when nil.
    public func difference(
        of output: ConformanceOutput, from expected: [Float], tolerance: Double? = nil
    ) -> ConformanceDifference? {
        let tolerance = tolerance ?? self.tolerance
        guard output.values.count == expected.count else {
            return ConformanceDifference(
                output: "number of values of \(output.name)", index: 0, found: Double(output.values.count),
                expected: Double(expected.count), error: .infinity)
        }
        let scale = expected.reduce(1e-30) { max($0, abs(Double($1))) }
        var worst: ConformanceDifference?
        for (index, (found, wanted)) in zip(output.values, expected).enumerated() {
            let error = found == wanted ? 0 : abs(Double(found) - Double(wanted)) / scale
            // The negation counts NaN as a difference.
            if !(error <= (worst?.error ?? (output.isExact ? 0 : tolerance))) {
                worst = ConformanceDifference(
                    output: output.name, index: index, found: Double(found), expected: Double(wanted),
                    error: error.isNaN ? .infinity : error)
            }
        }
        return worst
    }
}
