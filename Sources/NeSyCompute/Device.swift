/// Where operations are carried out: a run-time value, never a generic parameter.
public enum Device: Sendable, Hashable {
    case cpu
    case openCL(platform: Int, device: Int)
}

extension Device: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cpu: "cpu"
        case .openCL(let platform, let device): "opencl:\(platform):\(device)"
        }
    }
}
