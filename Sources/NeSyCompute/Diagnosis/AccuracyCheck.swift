import NeSyTensor

/// The case list on a device against the plain code of the CPU.
public struct AccuracyCheck: Sendable {
    /// How well a device carries out one operation.
    public struct Finding: Sendable {
        public let operation: String
        /// Cases of the operation, and how many of them were run.
        public let cases: Int
        public internal(set) var run = 0
        /// The largest distance of a value from the oracle's, as a part of the largest value of its output.
        public internal(set) var worstError = 0.0
        /// What is not as it should be, one line each.
        public internal(set) var failures: [String] = []

        /// nil when no case was run.
        public var passed: Bool? { run == 0 ? nil : failures.isEmpty }

        /// The worst error for people, two digits and a power of ten: `2.1e-7`.
        public var writtenError: String {
            guard worstError > 0, worstError.isFinite else { return worstError == 0 ? "0" : "\(worstError)" }
            var (mantissa, exponent) = (worstError, 0)
            while mantissa < 1 {
                mantissa *= 10
                exponent -= 1
            }
            while mantissa >= 9.95 {
                mantissa /= 10
                exponent += 1
            }
            return "\((mantissa * 10).rounded() / 10)e\(exponent)"
        }
    }

    private let cases: [ConformanceCase]
    private let oracle = CPUBackend(vectors: .portable)

    /// - Parameter operations: the operations whose names contain this; all when nil.
    public init(operations: String? = nil) {
        cases = ConformanceCase.all.filter { operations.map($0.operation.contains) ?? true }
    }

    /// Operations in the order of the case list.
    public var operations: [String] {
        var seen = Set<String>()
        return cases.map(\.operation).filter { seen.insert($0).inserted }
    }

    /// Runs the first case of every operation, then the second ones, and so on, so that a check that runs out of time
    /// has seen something of each.
    /// - Parameters:
    ///   - deadline: when no further case is begun; nil for never.
    ///   - progress: told before every case.
    public func run(
        on backend: any ComputeBackend, until deadline: ContinuousClock.Instant? = nil,
        progress: (_ done: Int, _ total: Int, _ operation: String) -> Void = { _, _, _ in }
    ) -> [Finding] {
        let names = operations
        let queues = names.map { name in cases.filter { $0.operation == name } }
        var findings = zip(names, queues).map { Finding(operation: $0, cases: $1.count) }
        var done = 0
        for turn in 0..<(queues.map(\.count).max() ?? 0) {
            for index in names.indices where turn < queues[index].count {
                if let deadline, ContinuousClock.now >= deadline { return findings }
                progress(done, cases.count, names[index])
                do throws(NeSyError) {
                    try compare(queues[index][turn], on: backend, &findings[index])
                } catch {
                    findings[index].failures.append("\(queues[index][turn].name): \(error.summary)")
                    findings[index].run += 1
                    // A device that has failed does nothing from then on.
                    return findings
                }
                done += 1
            }
        }
        return findings
    }

    private func compare(
        _ testCase: ConformanceCase, on backend: any ComputeBackend, _ finding: inout Finding
    ) throws(NeSyError) {
        let expected = try testCase.outputs(on: oracle)
        let precision = (backend as? OpenCLBackend)?.activePrecision ?? .float32
        let tolerance = max(testCase.tolerance, precision.tolerance)
        for (found, expected) in zip(try testCase.outputs(on: backend), expected) {
            finding.worstError = max(finding.worstError, testCase.error(of: found, from: expected.values))
            if let difference = testCase.difference(of: found, from: expected.values, tolerance: tolerance) {
                finding.failures.append("\(testCase.name): \(difference)")
            }
        }
        finding.run += 1
    }
}

extension Precision {
    /// How far a sum of products of rounded factors may be off, as a part of the largest one of an output: twice what
    /// rounding both factors does to one product.
    fileprivate var tolerance: Double {
        switch self {
        case .float32: 0
        case .tf32: 4.0 / 2048
        case .bf16: 4.0 / 256
        }
    }
}
