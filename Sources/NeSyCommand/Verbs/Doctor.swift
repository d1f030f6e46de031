import ArgumentParser
import NeSy

/// `nesy doctor`: does the device compute rightly here, and how fast.
struct Doctor: Verb {
    static let path = ["doctor"]

    static let checks = Setting<String>(
        "case", absence: "all that fit into 15 seconds", "Only the checks whose names contain this, in full.")
    static let settings: [any SettingDescription] = [checks] + DeviceOptions.settings

    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks that a device computes rightly, and says how fast.",
        discussion: """
            Self-test; every operation against the plain code of the CPU; the folder for compiled kernels; transfers; \
            rates of memory, products and convolutions. It ends within about 15 seconds: what a device has no time \
            for, because it still compiles, is marked as not run, and done by the next call. Exits with 69 when a \
            check fails.

            Examples:
              nesy doctor
              nesy doctor --device gpu:0 --case convolution
            """)

    @Option(Self.checks) var checks: String?
    @OptionGroup(title: "Device") var device: DeviceOptions
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let (request, options) = try device.request(session.settings)
        let filter = try session.settings.optional(Self.checks, checks)
        var findings: [DeviceDoctor.Check] = []
        var opened: DeviceStatus?
        var refusal = ""
        do throws(NeSyError) {
            let (backend, note) = try request.open(
                pool: WorkerPool(threadCount: session.threadCount), options: options)
            opened = DeviceStatus(opened: backend, why: note)
            session.console.note("device \(note)")
            findings.append(DeviceDoctor.Check("device \(request)", true, note))
            if backend.device != .cpu {
                findings.append(DeviceDoctor.Check("self-test of \(backend.device)", true, "computes what is known"))
            }
            let doctor = DeviceDoctor(backend, filter: filter) { work, done, total in
                session.console.progress.show(work, done: done, of: total)
            }
            findings += doctor.run()
        } catch {
            let found = error.found.map { ": \($0)" } ?? ""
            refusal = error.what + found
            findings.append(DeviceDoctor.Check("device \(request)", false, refusal))
        }
        // A device that is not there fails, whatever was to be checked.
        if let filter, opened != nil {
            findings = findings.filter { $0.name.contains(filter) }
            if findings.isEmpty {
                throw NeSyError(
                    .usage, "No check has such a name.", at: "--case",
                    expected: "a part of a name that 'nesy doctor' prints",
                    found: "'\(filter)'")
            }
        }
        let document: JSON = [
            "schema": "nesy.doctor/1", "device": .string("\(request)"),
            "devices": [
                opened?.json
                    ?? ["name": .string("\(request)"), "driver": .null, "usable": false, "why": .string(refusal)]
            ],
            "checks": .array(findings.map(Doctor.json)),
        ]
        try session.console.result(document, Doctor.text(findings))
        if findings.contains(where: { $0.passed == false }) { throw ExitCode(69) }
    }

    private static func text(_ checks: [DeviceDoctor.Check]) -> String {
        let width = checks.map(\.name.count).max() ?? 0
        let lines = checks.map { check in
            let mark = check.passed.map { $0 ? "ok    " : "FAILED" } ?? "-     "
            return mark + "  " + check.name + String(repeating: " ", count: width - check.name.count + 2) + check.detail
        }
        let failed = checks.filter { $0.passed == false }.count
        let skipped = checks.filter { $0.passed == nil }.count
        let verdict =
            (failed == 0 ? "Nothing is wrong" : "\(Figures.count(failed, "check")) failed")
            + (skipped == 0 ? "." : "; \(skipped) not run for want of time, which compiled kernels save the next call.")
        return lines.joined(separator: "\n") + "\n" + verdict + "\n"
    }

    private static func json(_ check: DeviceDoctor.Check) -> JSON {
        ["name": .string(check.name), "passed": check.passed.map(JSON.bool) ?? .null, "detail": .string(check.detail)]
    }
}
