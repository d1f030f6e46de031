import ArgumentParser
import NeSy

extension DeviceRequest: SettingValue {
    static var expectation: String { "auto, cpu, gpu, gpu:NUMBER or opencl:PLATFORM:DEVICE" }
    var json: JSON { .string(description) }

    public init?(argument: String) {
        guard let request = try? Device.parse(argument) else { return nil }
        self = request
    }
}

/// Where a verb computes.
struct DeviceOptions: ParsableArguments {
    static let device = Setting(
        "device", default: DeviceRequest.automatic, "Where to compute: \(DeviceRequest.expectation).")
    static let settings: [any SettingDescription] = [device]

    @Option(Self.device) var device: DeviceRequest?
}
