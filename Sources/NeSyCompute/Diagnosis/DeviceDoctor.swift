import NeSyStorage
import NeSyTensor

/// Whether a device computes rightly, and how fast: what `nesy doctor` prints.
public struct DeviceDoctor {
    /// One finding.
    public struct Check: Sendable {
        public let name: String
        /// nil for what was not run in the time there was.
        public let passed: Bool?
        public let detail: String

        public init(_ name: String, _ passed: Bool?, _ detail: String) {
            self.name = name
            self.passed = passed
            self.detail = detail
        }
    }

    private let backend: any ComputeBackend
    private let filter: String?
    private let deadline: ContinuousClock.Instant?
    private let progress: (_ work: String, _ done: Int, _ total: Int) -> Void

    /// - Parameters:
    ///   - filter: only checks whose names contain this; these take the time they need.
    ///   - seconds: what all checks may take together, about: none begins later. Cases of accuracy take at most half.
    public init(
        _ backend: any ComputeBackend, filter: String? = nil, seconds: Double = 12,
        progress: @escaping (_ work: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
    ) {
        self.backend = backend
        self.filter = filter
        self.progress = progress
        deadline = filter == nil ? .now + .seconds(seconds) : nil
    }

    private var openCL: OpenCLBackend? { backend as? OpenCLBackend }

    /// Runs the checks. What fails is a finding, not an error.
    public func run() -> [Check] {
        var checks = accuracy()
        checks += settings().filter { isWanted($0.name) }
        checks += rates()
        return checks
    }

    private func isWanted(_ name: String) -> Bool { filter.map(name.contains) ?? true }

    private func accuracy() -> [Check] {
        let prefix = "accuracy of "
        let operations = filter.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
        let check = AccuracyCheck(operations: operations)
        let now = ContinuousClock.now
        let half = deadline.map { now + now.duration(to: $0) / 2 }
        let findings = check.run(on: backend, until: half) { done, total, _ in progress("accuracy", done, total) }
        return findings.map { finding in
            let cases = finding.run == finding.cases ? "\(finding.cases)" : "\(finding.run) of \(finding.cases)"
            let detail =
                finding.failures.first
                ?? (finding.run == 0
                    ? "no time left; --case '\(finding.operation)' runs it"
                    : "worst relative error \(finding.writtenError), cases: \(cases)")
            return Check(prefix + finding.operation, finding.passed, detail)
        }
    }
}

// MARK: - What the device is used with

extension DeviceDoctor {
    private func settings() -> [Check] {
        guard let openCL else {
            return [Check("instructions", true, "\(VectorLevel.best)")]
        }
        let path = Tuning.path(for: openCL.information, in: openCL.options.cacheFolder)
        let isTuned = path.map { (try? FileSystem.system.inspect($0)) != nil } ?? false
        return [
            cacheFolder(openCL.options.cacheFolder),
            Check(
                "tuning", openCL.tuningRemark == nil,
                openCL.tuningRemark ?? (isTuned ? "of this device" : "shipped values; 'nesy tune' searches better ones")
            ),
            Check("precision", true, openCL.precisionNote ?? "float32; see --precision"),
            Check("CLBlast", true, CLBlast.system == nil ? "not found; our own products are used" : "found"),
        ]
    }

    /// Without a folder that can be written everything works, but every start compiles.
    private func cacheFolder(_ folder: String?) -> Check {
        let name = "cache folder"
        guard let folder else { return Check(name, true, "none is wanted; every start compiles") }
        let programs = folder + "/kernels"
        let probe = programs + "/probe-of-nesy-doctor"
        do throws(StorageError) {
            try FileSystem.system.makeDirectory(programs)
            try FileSystem.system.write(probe, "")
            try FileSystem.system.remove(probe)
            var (count, bytes) = (0, 0)
            for file in try FileSystem.system.list(programs) where file.hasSuffix(".bin") {
                if case .file(let size)? = try FileSystem.system.inspect(programs + "/" + file) {
                    count += 1
                    bytes += size
                }
            }
            return Check(name, true, "\(folder): \(count) programs, \(DeviceDoctor.rounded(Double(bytes) * 1e-6)) MB")
        } catch {
            return Check(name, false, "\(folder): \(error)")
        }
    }
}

// MARK: - Rates

extension DeviceDoctor {
    private func rates() -> [Check] {
        let (transfer, names) = ("transfer", ["memory", "product", "convolution"])
        var checks: [Check] = []
        if isWanted(transfer) { checks.append(timed(transfer, transferRates)) }
        for (index, name) in names.enumerated() where isWanted("rate of \(name)") {
            progress("rates", index + 1, names.count + 1)
            checks.append(timed("rate of \(name)") { () throws(NeSyError) in try rate(name) })
        }
        return checks
    }

    private func timed(_ name: String, _ body: () throws(NeSyError) -> String) -> Check {
        if let deadline, ContinuousClock.now >= deadline {
            return Check(name, nil, "no time left; --case '\(name)' runs it")
        }
        do throws(NeSyError) {
            return Check(name, true, try body())
        } catch {
            return Check(name, false, error.summary)
        }
    }

    /// Whether sizes are those of a device that is fast enough for large ones.
    private var isGPU: Bool { openCL?.information.kind == .gpu }

    private func transferRates() throws(NeSyError) -> String {
        let count = isGPU ? 1 << 26 : 1 << 22
        let slice = try backend.makeBuffer(count: count).slice
        let values = [Float](repeating: 1, count: count)
        func rate(_ body: () throws(NeSyError) -> Void) throws(NeSyError) -> String {
            var seconds: [Double] = []
            for _ in 0..<4 {
                let start = ContinuousClock.now
                try body()
                try backend.synchronize()
                seconds.append((ContinuousClock.now - start).inSeconds)
            }
            // The first one finds memory that nobody has touched yet.
            return DeviceDoctor.rounded(4e-9 * Double(count) / max(1e-9, Array(seconds.dropFirst()).median))
        }
        let upload = try rate { () throws(NeSyError) in backend.upload(values, to: slice) }
        let download = try rate { () throws(NeSyError) in _ = try backend.download(slice) }
        return "upload \(upload) GB/s, download \(download) GB/s"
    }

    private func rate(_ name: String) throws(NeSyError) -> String {
        var bench = TimingBench()
        bench.samples = 3
        let cases: [TimingCase]
        switch name {
        case "memory": cases = TimingCase.memory(count: isGPU ? 1 << 27 : 1 << 22)
        case "product":
            let size = isGPU ? 4096 : 512
            cases = [.product(MatrixProduct(rows: size, columns: size, depth: size))]
        default:
            let operation = try Convolution(
                batch: isGPU ? 32 : 2, height: isGPU ? 56 : 28, width: isGPU ? 56 : 28, inputChannels: isGPU ? 256 : 64,
                outputChannels: isGPU ? 256 : 64, kernel: 3, padding: 1)
            cases = TimingCase.convolution(operation)
        }
        var parts: [String] = []
        for testCase in cases {
            let timing = try bench.time(testCase, on: backend)
            let isMemory = name == "memory"
            let rate = isMemory ? timing.gigabytesPerSecond(of: testCase) : timing.gigaflops(of: testCase)
            parts.append("\(testCase.name) \(DeviceDoctor.rounded(rate ?? 0)) \(isMemory ? "GB/s" : "GFLOP/s")")
        }
        return parts.joined(separator: ", ") + " (\(cases[0].shape))"
    }
}

extension DeviceDoctor {
    /// A whole number from 100 on, below that three digits.
    private static func rounded(_ value: Double) -> String {
        let scale = value >= 100 ? 1.0 : value >= 10 ? 10 : 100
        let scaled = (value * scale).rounded()
        return scale == 1 ? "\(Int(scaled))" : "\(scaled / scale)"
    }
}
