import NeSyCompute
import NeSyTensor

/// The OpenCL device that tests run on: the first of the machine, which is PoCL on one without a GPU.
enum TestDevice {
    static let backend: OpenCLBackend? = {
        guard let device = try? OpenCLBackend.devices().first else { return nil }
        return try? OpenCLBackend.open(device)
    }()

    static var isPresent: Bool { backend != nil }
}
