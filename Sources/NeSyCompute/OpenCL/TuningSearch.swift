import NeSyStorage
import NeSyTensor

/// A search for the values of tunables that suit one device.
///
/// Every candidate of a ``TunableKernel`` carries out the kernel's cases; what it writes must be what the defaults
/// write, within rounding, and the one that takes the least time on the device is kept.
public struct TuningSearch {
    /// What was found for one kernel.
    public struct Finding: Sendable {
        public var kernel: String
        /// The fastest candidate: `TILE_ROWS 64, TILE_COLUMNS 64`.
        public var values: String
        /// How much faster it is than the defaults, by the geometric mean over the kernel's cases.
        public var gain: Double
        public var candidates: Int
        /// Why candidates were not taken, one line each.
        public var rejected: [String]
    }

    private let device: OpenCLDevice
    private let inventory: OpenCLInventory
    private let options: OpenCLOptions
    /// How far an output may be from that of the defaults, as a part of its largest value.
    private static let tolerance: Float = 1e-4
    /// A case is measured so often, unless a single time takes longer than this, seconds.
    private static let repetitions = 5
    private static let patience = 0.5

    public init(
        _ device: OpenCLDevice, of inventory: OpenCLInventory = .system, options: OpenCLOptions = OpenCLOptions()
    ) {
        self.device = device
        self.inventory = inventory
        self.options = options
    }

    /// The kernels that are searched, by name.
    public static var kernels: [String] { TunableKernel.all.map(\.name) }

    /// Where ``run(kernels:progress:)`` stores what it finds; nil when this machine stores nothing.
    public var path: String? { Tuning.path(for: device, in: options.cacheFolder) }

    /// Searches and stores. Kernels that are not searched keep what was found for them before.
    /// - Parameters:
    ///   - kernels: those to search; nil for all.
    ///   - progress: told before every candidate; false ends the search, and what was found so far is stored.
    /// - Throws: a device error when even the defaults cannot be carried out; an output error when the tuning cannot be
    ///   stored.
    public func run(
        kernels: Set<String>? = nil,
        progress: (_ kernel: String, _ candidate: Int, _ count: Int) -> Bool = { _, _, _ in true }
    ) throws(NeSyError) -> [Finding] {
        var tuning = Tuning.stored(for: device, in: options.cacheFolder).tuning
        var findings: [Finding] = []
        search: for kernel in TunableKernel.all where kernels?.contains(kernel.name) ?? true {
            let cases = kernel.cases()
            var defaults: [Measurement] = []
            var best = (index: 0, ratio: 1.0)
            var rejected: [String] = []
            for (index, candidate) in kernel.candidates.enumerated() {
                guard progress(kernel.name, index, kernel.candidates.count) else { break search }
                var tried = tuning
                tried[kernel] = candidate
                do throws(NeSyError) {
                    let found = try measure(cases, tried)
                    if index == 0 { defaults = found }
                    guard zip(found, defaults).allSatisfy({ agree($0.outputs, $1.outputs) }) else {
                        rejected.append("\(candidate.words): other results than those of the defaults")
                        continue
                    }
                    let ratio = geometricMean(zip(found, defaults).map { $0.seconds / $1.seconds })
                    if ratio < best.ratio { best = (index, ratio) }
                } catch {
                    if index == 0 { throw error }
                    rejected.append("\(candidate.words): \(error.summary)")
                }
            }
            tuning[kernel] = kernel.candidates[best.index]
            findings.append(
                Finding(
                    kernel: kernel.name, values: kernel.candidates[best.index].words, gain: 1 / best.ratio,
                    candidates: kernel.candidates.count, rejected: rejected))
        }
        try store(tuning)
        return findings
    }

    private func store(_ tuning: Tuning) throws(NeSyError) {
        guard let path else { return }
        do throws(StorageError) {
            try tuning.store(device, at: path)
        } catch {
            throw NeSyError(
                .cannotCreateOutput, "The tuning cannot be stored.", at: path, found: "\(error)",
                remedy: "NESY_CACHE_DIR may name another folder.")
        }
    }

    private struct Measurement {
        /// On the device, the median of several.
        var seconds: Double
        var outputs: [[Float]]
    }

    private func measure(_ cases: [TimingCase], _ tuning: Tuning) throws(NeSyError) -> [Measurement] {
        var options = options
        options.tuning = tuning
        options.profiling = true
        // On tensor cores other kernels than those that are searched would be timed.
        options.precision = .float32
        let backend = try inventory.open(device, options: options)
        var measurements: [Measurement] = []
        for testCase in cases {
            let prepared = try testCase.prepare(backend)
            _ = try backend.takeProfile()
            func measureOnce() throws(NeSyError) -> Double {
                try prepared.queue(1)
                return try backend.takeProfile().reduce(0) { $0 + $1.seconds }
            }
            var seconds = [try measureOnce()]
            var outputs: [[Float]] = []
            for output in prepared.outputs { outputs.append(try backend.download(output)) }
            if seconds[0] < TuningSearch.patience {
                // The first time is not counted: the memory and the caches were cold.
                seconds.removeAll()
                while seconds.count < TuningSearch.repetitions { seconds.append(try measureOnce()) }
            }
            measurements.append(Measurement(seconds: max(1e-9, seconds.median), outputs: outputs))
        }
        return measurements
    }

    private func agree(_ found: [[Float]], _ expected: [[Float]]) -> Bool {
        zip(found, expected).allSatisfy { found, expected in
            let scale = expected.reduce(1e-30) { max($0, abs($1)) }
            return zip(found, expected).allSatisfy { abs($0 - $1) <= TuningSearch.tolerance * scale }
        }
    }

    private func geometricMean(_ ratios: [Double]) -> Double {
        exponential(ratios.reduce(0) { $0 + naturalLogarithm($1) } / Double(max(1, ratios.count)))
    }
}
