import ArgumentParser
import NeSy

/// `nesy devices`: what there is to compute with.
struct Devices: Verb {
    static let path = ["devices"]

    static let support = Setting(
        "support", default: false, "Carry out every operation on every device and say which agree with the CPU.")
    static let settings: [any SettingDescription] = [support]

    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Lists the devices of this machine, and which can be used.",
        discussion: """
            The CPU is always there. Other devices are those of OpenCL, found when the program runs: nothing has to \
            be installed for it to start. A device whose driver computes wrongly is listed and not used. With \
            --support a table says which operations a device carries out as the CPU does, and how far the worst \
            value is off; a device that has not compiled the kernels yet takes a minute for it.

            NESY_OPENCL_LIBRARY names another OpenCL loader than libOpenCL.so.1, NESY_OPENCL_DRIVER the library of \
            a driver for a loader that knows none, NESY_CACHE_DIR the folder for compiled kernels and tunings.

            Examples:
              nesy devices
              nesy devices --support
            """)

    @Flag(Self.support) var support: Bool?
    @OptionGroup(title: "Options of every verb") var common: CommonOptions

    func carryOut(in session: Session) throws {
        let inventory = OpenCLInventory.system
        let devices = DeviceStatus.all(of: inventory)
        let hasGPU = devices.contains { $0.gpuIndex != nil }
        var members: [JSON.Member] = [
            JSON.Member("schema", "nesy.devices/1"), JSON.Member("devices", .array(devices.map(\.json))),
        ]
        var text = devices.map(Devices.text).joined(separator: "\n")
        if !hasGPU {
            text += "\n--device auto takes the CPU: \(inventory.whyNoGPU).\n"
            members.append(JSON.Member("no_gpu", .string(inventory.whyNoGPU)))
        }
        if try session.settings.value(Self.support, support) {
            let (table, json) = try supportTable(devices.filter(\.isUsable), session)
            text += "\n" + table
            members.append(JSON.Member("support", json))
        }
        try session.console.result(.object(members), text)
    }

    private static func text(_ device: DeviceStatus) -> String {
        var lines = ["\(device.device)" + (device.gpuIndex.map { ", gpu:\($0)" } ?? "") + "  \(device.name)"]
        var sizes = ["\(device.kind), \(Figures.count(device.computeUnits, "compute unit"))"]
        if let memory = device.memory { sizes.append("\(gigabytes(memory)) of memory") }
        if let largest = device.largestBuffer { sizes.append("buffers up to \(gigabytes(largest))") }
        lines.append(sizes.joined(separator: ", "))
        if let platform = device.platform {
            lines.append("\(platform); driver \(device.driver), \(device.vendor ?? "")")
        } else {
            lines.append("instructions \(device.driver)")
        }
        let use = device.isAutomatic ? "usable, and what --device auto takes" : "usable"
        lines.append(device.isUsable ? "\(use): \(device.why)" : "NOT usable: \(device.why)")
        return lines.joined(separator: "\n  ") + "\n"
    }

    private static func gigabytes(_ bytes: Int) -> String { Figures.number(Double(bytes) / 1e9, 1) + " GB" }

    /// Operations down, devices across.
    private func supportTable(
        _ devices: [DeviceStatus], _ session: Session
    ) throws(NeSyError) -> (text: String, json: JSON) {
        let pool = WorkerPool(threadCount: session.threadCount)
        let check = AccuracyCheck()
        var columns: [[AccuracyCheck.Finding]] = []
        for device in devices {
            let backend = try device.request.open(pool: pool).backend
            columns.append(
                check.run(on: backend) { done, total, operation in
                    session.console.progress.show("\(device.device)", done: done, of: total, detail: operation)
                })
        }
        var rows = [["operation"] + devices.map { "\($0.device)" }]
        var failures: [String] = []
        var entries: [JSON] = []
        for (index, operation) in check.operations.enumerated() {
            var row = [operation]
            for (device, findings) in zip(devices, columns) {
                let finding = findings[index]
                let isSupported = finding.passed ?? false
                row.append((isSupported ? "yes " : "NO ") + finding.writtenError)
                failures += finding.failures.map { "\(device.device), \(operation), \($0)\n" }
                entries.append([
                    "operation": .string(operation), "device": .string("\(device.device)"),
                    "supported": .bool(isSupported), "cases": .integer(finding.run),
                    "worst_error": finding.worstError.isFinite ? .number(finding.worstError) : .null,
                    "failures": .array(finding.failures.map(JSON.string)),
                ])
            }
            rows.append(row)
        }
        let explanation = "The number is the worst relative distance from the plain code of the CPU.\n"
        return (Figures.aligned(rows) + explanation + failures.joined(), .array(entries))
    }
}

extension DeviceStatus {
    /// How the device is asked for.
    var request: DeviceRequest {
        switch device {
        case .cpu: .cpu
        case .openCL(let platform, let device): .openCL(platform: platform, device: device)
        }
    }

    var json: JSON {
        [
            "name": .string(name), "device": .string("\(device)"),
            "gpu": gpuIndex.map { .string("gpu:\($0)") } ?? .null, "kind": .string(kind),
            "vendor": vendor.map(JSON.string) ?? .null, "platform": platform.map(JSON.string) ?? .null,
            "driver": .string(driver), "compute_units": .integer(computeUnits),
            "memory_bytes": memory.map(JSON.integer) ?? .null,
            "largest_buffer_bytes": largestBuffer.map(JSON.integer) ?? .null, "automatic": .bool(isAutomatic),
            "usable": .bool(isUsable), "why": .string(why),
        ]
    }
}
