import NeSyTensor

@testable import NeSyCompute

/// The OpenCL device that tests run on: the first of the machine, which is PoCL on one without a GPU.
enum TestDevice {
    /// One backend for the case list, so that a kernel is compiled once. Two tests that ran operations on it at the
    /// same time would overwrite each other's scratch memory.
    static let backend: OpenCLBackend? = try? makeBackend()

    static var isPresent: Bool { device != nil }

    static let device: OpenCLDevice? = OpenCLInventory.system.devices.first

    /// A backend of its own for one test; nil without a device.
    static func makeBackend(
        cacheFolder: String? = OpenCLOptions().cacheFolder, driver: OpenCLDriver? = nil
    ) throws -> OpenCLBackend? {
        guard let device else { return nil }
        var options = OpenCLOptions()
        options.cacheFolder = cacheFolder
        guard let driver else { return try OpenCLInventory.system.open(device, options: options) }
        return try OpenCLBackend.open(device, driver: driver, options: options)
    }
}
