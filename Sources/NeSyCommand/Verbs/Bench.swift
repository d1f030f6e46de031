import ArgumentParser
import NeSy

extension TimingSuite: SettingValue {}

/// `nesy bench`: how long operations and training steps take, devices side by side.
struct Bench: Verb {
    static let path = ["bench"]

    static let devices = Setting(
        "device", default: CommaList([DeviceRequest.cpu, .automatic]),
        "The devices to time, with commas between them; ratios are to the first.")
    static let cases = Setting("case", default: CommaList(TimingSuite.small), "What to time.")
    static let batchSize = Setting<Int>(
        "batch-size", absence: "usual for each case", "Images of a batch.", .within(1...100_000))
    static let imageSize = Setting<Int>(
        "image-size", absence: "usual for each case", "Pixels on a side of an image.", .within(1...8192))
    static let samples = Setting("samples", default: 5, "Turns of every device; the median counts.", .within(1...1000))
    static let explain = Setting(
        "explain", default: false, "Time nothing: print the method that each convolution takes, and what others cost.")
    static let settings: [any SettingDescription] =
        [devices, cases, batchSize, imageSize, samples, explain, DeviceOptions.precision]

    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Times operations and training steps, devices side by side.",
        discussion: """
            Devices take turns, so that a noisy machine is noisy for all; the first call, which compiles, is not \
            counted. Columns: the median of a call, the ratio to the first device, what of it is kernels on the \
            device, the first call and the compiling in it, bringing inputs there and outputs back. memory fills and \
            copies; convolution has the layers of VGG16, three passes each; mnist, tiny, resnet18 and vgg16 are \
            training steps with Adam, and with -inference behind the name class scores of a batch. The usual sizes \
            are small except those of resnet18 and vgg16.

            --explain has a line for every pass of every convolution: the method that the device takes, and the \
            expected times of those that it could take, relative to that one.

            Examples:
              nesy bench
              nesy bench --device cpu,gpu:0 --case convolution --batch-size 8
              nesy bench --device gpu --case vgg16,resnet18 --batch-size 32
              nesy bench --device cpu --case vgg16 --explain
            """)

    @Option(Self.devices) var devices: CommaList<DeviceRequest>?
    @Option(Self.cases) var cases: CommaList<TimingSuite>?
    @Option(Self.batchSize) var batchSize: Int?
    @Option(Self.imageSize) var imageSize: Int?
    @Option(Self.samples) var samples: Int?
    @Flag(Self.explain) var explain: Bool?
    @Option(DeviceOptions.precision) var precision: Precision?
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let settings = session.settings
        let requests = try settings.value(Self.devices, devices).elements
        let suites = try settings.value(Self.cases, cases).elements
        let batch = try settings.optional(Self.batchSize, batchSize)
        let side = try settings.optional(Self.imageSize, imageSize)
        var bench = TimingBench()
        bench.samples = try settings.value(Self.samples, samples)
        let explains = try settings.value(Self.explain, explain)
        var cases: [TimingCase] = []
        for suite in suites { cases += try suite.cases(batch: batch, side: side) }

        let contestants = try open(requests, session)
        if explains {
            let explanation = try Bench.explanation(
                of: suites, batch: batch, side: side, on: contestants.map(\.backend))
            return try session.console.result(explanation.document, explanation.text)
        }
        var timings: [[Timing]] = []
        for (index, testCase) in cases.enumerated() {
            session.console.progress.show("bench", done: index, of: cases.count, detail: "\(testCase)")
            timings.append(try bench.time(testCase, on: contestants))
        }
        let names = contestants.map { "\($0.backend.device)" }
        let document: JSON = [
            "schema": "nesy.bench/1", "device": .string(names.joined(separator: ",")),
            "precision": .array(contestants.map { .string($0.precision.rawValue) }),
            "cases": .array(zip(cases, timings).flatMap { Bench.json($0, $1, names) }),
        ]
        try session.console.result(document, Bench.text(cases, timings, names))
    }

    /// The devices, each once.
    private func open(_ requests: [DeviceRequest], _ session: Session) throws(NeSyError) -> [TimingBench.Contestant] {
        let pool = WorkerPool(threadCount: session.threadCount)
        var options = OpenCLOptions()
        options.precision = try session.settings.value(DeviceOptions.precision, precision)
        var contestants: [TimingBench.Contestant] = []
        for request in requests {
            do throws(NeSyError) {
                let (backend, note) = try request.open(pool: pool, options: options)
                if contestants.contains(where: { $0.backend.device == backend.device }) { continue }
                session.console.note("device \(note)")
                contestants.append(try TimingBench.Contestant(backend))
            } catch {
                throw error.located(at: "--device \(request)")
            }
        }
        return contestants
    }

    private static func text(_ cases: [TimingCase], _ timings: [[Timing]], _ names: [String]) -> String {
        var rows = [
            [
                "milliseconds", "device", "a call", "ratio", "kernels", "first", "compiling", "transfer", "GFLOP/s",
                "GB/s",
            ]
        ]
        func milliseconds(_ seconds: Double?) -> String {
            guard let value = seconds.map({ $0 * 1e3 }) else { return "-" }
            return Figures.number(value, value < 1 ? 4 : value < 100 ? 2 : 0)
        }
        for (testCase, row) in zip(cases, timings) {
            for (index, timing) in row.enumerated() {
                rows.append([
                    index == 0 ? "\(testCase)" : "", names[index], milliseconds(timing.seconds),
                    index == 0 ? "" : Figures.number(row[0].seconds / timing.seconds, 2) + " x",
                    milliseconds(timing.kernelSeconds), milliseconds(timing.firstSeconds),
                    milliseconds(timing.compileSeconds), milliseconds(timing.transferSeconds),
                    timing.gigaflops(of: testCase).map { Figures.number($0, 1) } ?? "-",
                    timing.gigabytesPerSecond(of: testCase).map { Figures.number($0, 1) } ?? "-",
                ])
            }
        }
        return Figures.aligned(rows)
    }

    private static func json(_ testCase: TimingCase, _ timings: [Timing], _ names: [String]) -> [JSON] {
        func number(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }
        return timings.enumerated().map { index, timing in
            [
                "name": .string("\(testCase.family), \(testCase.name)"), "shape": .string(testCase.shape),
                "device": .string(names[index]), "seconds": .number(timing.seconds),
                "fastest_seconds": .number(timing.fastest), "slowest_seconds": .number(timing.slowest),
                "gflops": number(timing.gigaflops(of: testCase)),
                "gbytes_per_second": number(timing.gigabytesPerSecond(of: testCase)),
                "relative_to": index == 0
                    ? .null : ["device": .string(names[0]), "speed": .number(timings[0].seconds / timing.seconds)],
                "first_seconds": .number(timing.firstSeconds), "compile_seconds": .number(timing.compileSeconds),
                "transfer_seconds": number(timing.transferSeconds), "kernel_seconds": number(timing.kernelSeconds),
                "launches": timing.launches.map(JSON.integer) ?? .null,
            ]
        }
    }
}
