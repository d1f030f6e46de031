import ArgumentParser
import NeSy

/// `nesy tune`: the fastest variants of the kernels on this device.
struct Tune: Verb {
    static let path = ["tune"]

    static let kernels = Setting<String>("case", absence: "all", "Only the kernels whose names contain this.")
    static let settings: [any SettingDescription] = [kernels, DeviceOptions.device]

    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Searches the variants of the kernels that are the fastest on a device.",
        discussion: """
            Kernels work in tiles, whose best sizes differ from device to device. Every candidate is timed and its \
            results are compared with those of the shipped sizes; the fastest are stored for this device and \
            driver, in the folder of the compiled kernels (NESY_CACHE_DIR), and used from the next start on. \
            Ctrl-C ends the search and stores what was found so far.

            Examples:
              nesy tune
              nesy tune --device gpu:1 --case product
            """)

    @Option(Self.kernels) var kernels: String?
    @Option(DeviceOptions.device) var device: DeviceRequest?
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let part = try session.settings.optional(Self.kernels, kernels)
        let chosen = TuningSearch.kernels.filter { part.map($0.contains) ?? true }
        if chosen.isEmpty {
            throw NeSyError(
                .usage, "No kernel that can be tuned has such a name.", at: "--case",
                expected: "a part of one of: \(TuningSearch.kernels.joined(separator: ", "))",
                found: "'\(part ?? "")'")
        }
        let (backend, _, _) = try session.begin(
            seeded: false, on: session.settings.value(DeviceOptions.device, device))
        guard let tuned = backend as? OpenCLBackend else {
            throw NeSyError(
                .deviceUnavailable, "The CPU has nothing to tune.", at: "--device", expected: "an OpenCL device",
                found: "cpu", remedy: "'nesy devices' lists them; any can be named as opencl:PLATFORM:DEVICE.")
        }
        Interruption.watch()
        let search = TuningSearch(tuned.information, options: tuned.options)
        let findings = try search.run(kernels: Set(chosen)) { kernel, candidate, count in
            let place = (chosen.firstIndex(of: kernel) ?? 0) + 1
            session.console.progress.show("\(place) of \(chosen.count), \(kernel)", done: candidate, of: count)
            return !Interruption.isRequested
        }
        for line in findings.flatMap({ finding in finding.rejected.map { "\(finding.kernel): \($0)" } }) {
            session.console.note(line)
        }
        let document: JSON = [
            "schema": "nesy.tune/1", "device": .string("\(tuned.device)"), "name": .string(tuned.information.name),
            "file": search.path.map(JSON.string) ?? .null, "kernels": .array(findings.map(Tune.json)),
        ]
        try session.console.result(document, Tune.text(findings, search.path))
        if let code = Interruption.exitCode { throw ExitCode(code) }
    }

    private static func text(_ findings: [TuningSearch.Finding], _ path: String?) -> String {
        var rows = [["kernel", "gain", "candidates", "values"]]
        for finding in findings {
            rows.append([
                finding.kernel, Figures.number(finding.gain, 2) + " x", "\(finding.candidates)", finding.values,
            ])
        }
        return Figures.aligned(rows) + (path.map { "stored in \($0)\n" } ?? "not stored: there is no cache folder\n")
    }

    private static func json(_ finding: TuningSearch.Finding) -> JSON {
        [
            "name": .string(finding.kernel), "values": .string(finding.values), "gain": .number(finding.gain),
            "candidates": .integer(finding.candidates), "rejected": .array(finding.rejected.map(JSON.string)),
        ]
    }
}
