import NeSyTensor

/// Times cases on several devices side by side: the devices take turns, so that whatever else the machine does falls on
/// all of them.
public struct TimingBench: Sendable {
    /// Turns of every device.
    public var samples = 7
    /// What a turn lasts at least, seconds; the work is repeated until then, and waited for once.
    public var sampleSeconds = 0.05

    public init() {}

    /// A device to time on.
    public struct Contestant: Sendable {
        public let backend: any ComputeBackend
        /// The same device noting when every kernel began and ended, which would slow the timed one down.
        let profiler: OpenCLBackend?

        /// - Throws: a device error.
        public init(_ backend: any ComputeBackend, inventory: OpenCLInventory = .system) throws(NeSyError) {
            self.backend = backend
            guard let openCL = backend as? OpenCLBackend else {
                profiler = nil
                return
            }
            var options = openCL.options
            options.profiling = true
            profiler = try inventory.open(openCL.information, options: options)
        }

        /// What factors of products are rounded to there.
        public var precision: Precision { (backend as? OpenCLBackend)?.activePrecision ?? .float32 }

        /// Without the time of the kernels alone.
        init(unprofiled backend: any ComputeBackend) {
            self.backend = backend
            profiler = nil
        }
    }

    /// On one device, without the time of the kernels alone.
    func time(_ testCase: TimingCase, on backend: any ComputeBackend) throws(NeSyError) -> Timing {
        try time(testCase, on: [Contestant(unprofiled: backend)])[0]
    }

    /// - Returns: a timing for each contestant.
    /// - Throws: a device error.
    public func time(_ testCase: TimingCase, on contestants: [Contestant]) throws(NeSyError) -> [Timing] {
        var runs: [(backend: any ComputeBackend, prepared: TimingCase.Prepared, times: Int)] = []
        var timings: [Timing] = []
        for contestant in contestants {
            let backend = contestant.backend
            let before = contestant.programTime
            let prepared = try testCase.prepare(backend)
            try backend.synchronize()
            let first = try seconds(prepared, on: backend, times: 1)
            let compiling = contestant.programTime - before
            let second = try seconds(prepared, on: backend, times: 1)
            let times = max(1, min(10_000, Int(sampleSeconds / max(second, 1e-7))))
            runs.append((backend, prepared, times))
            timings.append(
                Timing(
                    seconds: second, fastest: second, slowest: second, firstSeconds: first,
                    compileSeconds: min(compiling, first), transferSeconds: nil))
        }
        var turns = contestants.map { _ in [Double]() }
        for _ in 0..<samples {
            for (index, run) in runs.enumerated() {
                turns[index].append(try seconds(run.prepared, on: run.backend, times: run.times) / Double(run.times))
            }
        }
        for (index, run) in runs.enumerated() {
            timings[index].seconds = turns[index].median
            timings[index].fastest = turns[index].min() ?? 0
            timings[index].slowest = turns[index].max() ?? 0
            timings[index].transferSeconds = try transfer(run.prepared, on: run.backend)
        }
        runs.removeAll()
        for (index, contestant) in contestants.enumerated() {
            guard let profiler = contestant.profiler else { continue }
            let (kernels, launches) = try profile(testCase, on: profiler)
            timings[index].launches = launches
            // A copy is no kernel.
            if launches > 0 { timings[index].kernelSeconds = kernels }
        }
        return timings
    }

    private func seconds(
        _ prepared: TimingCase.Prepared, on backend: any ComputeBackend, times: Int
    ) throws(NeSyError) -> Double {
        let start = ContinuousClock.now
        try prepared.queue(times)
        try backend.synchronize()
        return (ContinuousClock.now - start).inSeconds
    }

    /// Inputs there, outputs back.
    private func transfer(
        _ prepared: TimingCase.Prepared, on backend: any ComputeBackend
    ) throws(NeSyError) -> Double? {
        if prepared.inputs.isEmpty && prepared.outputs.isEmpty { return nil }
        var inputs: [[Float]] = []
        for slice in prepared.inputs { inputs.append(try backend.download(slice)) }
        try backend.synchronize()
        let start = ContinuousClock.now
        for (values, slice) in zip(inputs, prepared.inputs) { backend.upload(values, to: slice) }
        try backend.synchronize()
        for slice in prepared.outputs { _ = try backend.download(slice) }
        return (ContinuousClock.now - start).inSeconds
    }

    private func profile(
        _ testCase: TimingCase, on backend: OpenCLBackend
    ) throws(NeSyError) -> (seconds: Double, launches: Int) {
        let prepared = try testCase.prepare(backend)
        try prepared.queue(1)
        _ = try backend.takeProfile()
        var totals: [Double] = []
        var launches = 0
        for _ in 0..<max(1, samples / 2) {
            try prepared.queue(1)
            let profile = try backend.takeProfile()
            totals.append(profile.reduce(0) { $0 + $1.seconds })
            launches = profile.reduce(0) { $0 + $1.launches }
        }
        return (totals.median, launches)
    }
}

extension TimingBench.Contestant {
    /// Seconds that compiling and loading programs took so far.
    fileprivate var programTime: Double { (backend as? OpenCLBackend)?.statistics.buildingTime.inSeconds ?? 0 }
}
