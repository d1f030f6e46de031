import NeSyTensor

/// What a user asks for where a device is named: `auto`, `cpu`, `gpu`, `gpu:N` or `opencl:PLATFORM:DEVICE`.
public enum DeviceRequest: Sendable, Hashable {
    /// The fastest device that works.
    case automatic
    case cpu
    /// The GPU of this number, counted over all platforms; the first when nil.
    case gpu(Int?)
    case openCL(platform: Int, device: Int)
}

extension DeviceRequest: CustomStringConvertible {
    public var description: String {
        switch self {
        case .automatic: "auto"
        case .cpu: "cpu"
        case .gpu(nil): "gpu"
        case .gpu(let index?): "gpu:\(index)"
        case .openCL(let platform, let device): "opencl:\(platform):\(device)"
        }
    }
}

extension Device {
    /// Reads the name of a device.
    /// - Throws: a usage error that lists the names.
    public static func parse(_ text: String) throws(NeSyError) -> DeviceRequest {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.dropFirst().map(index)
        if !numbers.contains(nil) {
            switch (parts[0], numbers.compactMap { $0 }) {
            case ("auto", let rest) where rest.isEmpty: return .automatic
            case ("cpu", let rest) where rest.isEmpty: return .cpu
            case ("gpu", let rest) where rest.count <= 1: return .gpu(rest.first)
            case ("opencl", let rest) where rest.count == 2: return .openCL(platform: rest[0], device: rest[1])
            default: break
            }
        }
        throw NeSyError(
            .usage, "This is not the name of a device.",
            expected: "auto, cpu, gpu, gpu:NUMBER or opencl:PLATFORM:DEVICE", found: text)
    }

    /// A number of digits alone.
    private static func index(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } ? Int(text) : nil
    }
}
