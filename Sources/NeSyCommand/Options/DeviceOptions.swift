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

extension Precision: SettingValue {}

/// Where a verb computes, and with what precision.
struct DeviceOptions: ParsableArguments {
    static let device = Setting(
        "device", default: DeviceRequest.automatic, "Where to compute: \(DeviceRequest.expectation).")
    static let precision = Setting(
        "precision", default: Precision.float32,
        "What factors of products and convolutions are rounded to, where a GPU has tensor cores; sums are float32.")
    static let settings: [any SettingDescription] = [device, precision]

    @Option(Self.device) var device: DeviceRequest?
    @Option(Self.precision) var precision: Precision?

    /// The device's name and how an OpenCL device is to be used.
    func request(_ settings: SettingsResolver) throws(NeSyError) -> (device: DeviceRequest, options: OpenCLOptions) {
        var options = OpenCLOptions()
        options.precision = try settings.value(Self.precision, precision)
        return (try settings.value(Self.device, device), options)
    }
}
