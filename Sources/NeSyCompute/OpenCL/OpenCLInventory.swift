import NeSyTensor

/// The OpenCL devices of a machine, or why there are none.
public struct OpenCLInventory: Sendable {
    /// All devices of all platforms, in the order in which the loader names them.
    public let devices: [OpenCLDevice]
    private let driver: OpenCLDriver?
    private let absence: String?

    /// Of this machine. The first use opens the OpenCL library.
    public static var system: OpenCLInventory {
        switch OpenCLDriver.system {
        case .success(let driver): return OpenCLInventory(driver)
        case .failure(let missing): return OpenCLInventory(absence: "no OpenCL library (\(missing.reason))")
        }
    }

    init(_ driver: OpenCLDriver) {
        do throws(OpenCLFailure) {
            self.init(driver, devices: try OpenCLDevice.all(of: driver))
        } catch {
            self.init(absence: "OpenCL does not answer (\(error))")
        }
    }

    init(_ driver: OpenCLDriver, devices: [OpenCLDevice]) {
        self.driver = driver
        self.devices = devices
        absence = devices.isEmpty ? "OpenCL has no platform with a device" : nil
    }

    private init(absence: String) {
        driver = nil
        devices = []
        self.absence = absence
    }

    /// Why no GPU can be had, in half a line.
    public var whyNoGPU: String {
        absence ?? "OpenCL has no GPU, only \(devices.map(\.description).joined(separator: ", "))"
    }

    /// Makes a device of this inventory ready and sees whether it computes rightly.
    /// - Throws: a device error when it cannot be had, or fails the self-test.
    public func open(
        _ device: OpenCLDevice, options: OpenCLOptions = OpenCLOptions()
    ) throws(NeSyError) -> OpenCLBackend {
        guard let driver else { preconditionFailure("a device of another inventory") }
        return try OpenCLBackend.open(device, driver: driver, options: options)
    }
}

extension OpenCLDevice: CustomStringConvertible {
    /// `gpu NVIDIA H100 (opencl:0:0)`
    public var description: String { "\(kind.rawValue) \(name) (\(device))" }
}
