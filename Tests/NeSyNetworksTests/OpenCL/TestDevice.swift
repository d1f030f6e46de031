import NeSyCompute
import NeSyTensor

/// The OpenCL device that tests run on: the first of the machine, which is PoCL on one without a GPU.
enum TestDevice {
    static let device: OpenCLDevice? = OpenCLInventory.system.devices.first

    static var isPresent: Bool { device != nil }

    /// A backend of its own for one test: a backend serves one thread at a time.
    static func makeBackend() throws -> OpenCLBackend? {
        try device.map { try OpenCLInventory.system.open($0) }
    }
}
