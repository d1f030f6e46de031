import COpenCL

/// A device that a platform offers, and what it says of itself.
public struct OpenCLDevice: Sendable {
    public enum Kind: String, Sendable {
        case cpu, gpu, accelerator
    }

    /// Its place: `opencl:PLATFORM:DEVICE`.
    public let device: Device
    public internal(set) var kind: Kind
    /// What it calls itself.
    public let name: String
    /// Who made it.
    public let vendor: String
    /// The platform's name and version.
    public let platform: String
    /// As the driver writes it.
    public let driverVersion: String
    /// Bytes.
    public let globalMemory: Int
    /// Bytes of the largest buffer.
    public let largestBuffer: Int
    /// Bytes a work-group may share.
    public internal(set) var localMemory: Int
    /// Parts that work side by side: cores, multiprocessors.
    public let computeUnits: Int
    public internal(set) var largestWorkGroup: Int
    let id: OpenCLHandle

    /// What a compiled program depends on beside its source.
    var identity: String { "\(platform)\n\(name)\n\(driverVersion)" }
    var isNVIDIA: Bool { vendor.contains("NVIDIA") }
}

/// An object of the driver, which may be used from any thread.
struct OpenCLHandle: @unchecked Sendable {
    let pointer: OpaquePointer
}

extension OpenCLDevice {
    /// All devices of all platforms, in the order in which the loader names them.
    static func all(of driver: OpenCLDriver) throws(OpenCLFailure) -> [OpenCLDevice] {
        var count: cl_uint = 0
        do throws(OpenCLFailure) {
            try driver.call("clGetPlatformIDs") { $0.clGetPlatformIDs(0, nil, &count) }
        } catch {
            // The loader's code for a machine without platforms.
            if error.code == -1001 { return [] }
            throw error
        }
        var platforms = [cl_platform_id?](repeating: nil, count: Int(count))
        try driver.call("clGetPlatformIDs") { $0.clGetPlatformIDs(count, &platforms, nil) }
        var found: [OpenCLDevice] = []
        for (platformIndex, platform) in platforms.enumerated() {
            guard let platform else { continue }
            var number: cl_uint = 0
            do throws(OpenCLFailure) {
                try driver.call("clGetDeviceIDs") {
                    $0.clGetDeviceIDs(platform, cl_device_type(CL_DEVICE_TYPE_ALL), 0, nil, &number)
                }
            } catch {
                if error.code == CL_DEVICE_NOT_FOUND { continue }
                throw error
            }
            var devices = [cl_device_id?](repeating: nil, count: Int(number))
            try driver.call("clGetDeviceIDs") {
                $0.clGetDeviceIDs(platform, cl_device_type(CL_DEVICE_TYPE_ALL), number, &devices, nil)
            }
            for (index, id) in devices.enumerated() {
                guard let id else { continue }
                found.append(
                    try OpenCLDevice(
                        driver, platform, id, place: .openCL(platform: platformIndex, device: index)))
            }
        }
        return found
    }

    private init(
        _ driver: OpenCLDriver, _ platform: cl_platform_id, _ id: cl_device_id, place: Device
    ) throws(OpenCLFailure) {
        func text(_ parameter: cl_int) throws(OpenCLFailure) -> String {
            try driver.text("clGetDeviceInfo") {
                $0.clGetDeviceInfo(id, cl_device_info(parameter), $1, $2, $3)
            }
        }
        func number<Value: FixedWidthInteger>(_ parameter: cl_int, as: Value.Type) throws(OpenCLFailure) -> Int {
            var value: Value = 0
            try driver.call("clGetDeviceInfo") {
                $0.clGetDeviceInfo(id, cl_device_info(parameter), MemoryLayout<Value>.size, &value, nil)
            }
            return Int(clamping: value)
        }
        func platformText(_ parameter: cl_int) throws(OpenCLFailure) -> String {
            try driver.text("clGetPlatformInfo") {
                $0.clGetPlatformInfo(platform, cl_platform_info(parameter), $1, $2, $3)
            }
        }
        device = place
        self.id = OpenCLHandle(pointer: id)
        name = try text(CL_DEVICE_NAME)
        vendor = try text(CL_DEVICE_VENDOR)
        driverVersion = try text(CL_DRIVER_VERSION)
        self.platform = try platformText(CL_PLATFORM_NAME) + ", " + platformText(CL_PLATFORM_VERSION)
        let type = try number(CL_DEVICE_TYPE, as: cl_device_type.self)
        kind =
            type & Int(CL_DEVICE_TYPE_GPU) != 0 ? .gpu : type & Int(CL_DEVICE_TYPE_CPU) != 0 ? .cpu : .accelerator
        globalMemory = try number(CL_DEVICE_GLOBAL_MEM_SIZE, as: cl_ulong.self)
        largestBuffer = try number(CL_DEVICE_MAX_MEM_ALLOC_SIZE, as: cl_ulong.self)
        localMemory = try number(CL_DEVICE_LOCAL_MEM_SIZE, as: cl_ulong.self)
        computeUnits = try number(CL_DEVICE_MAX_COMPUTE_UNITS, as: cl_uint.self)
        largestWorkGroup = try number(CL_DEVICE_MAX_WORK_GROUP_SIZE, as: Int.self)
    }
}

extension OpenCLDriver {
    /// A text of which the driver says first how long it is.
    func text(
        _ name: StaticString,
        _ body: (nesy_opencl, _ size: Int, _ bytes: UnsafeMutableRawPointer?, _ actual: UnsafeMutablePointer<Int>?)
            -> cl_int
    ) throws(OpenCLFailure) -> String {
        var size = 0
        try call(name) { body($0, 0, nil, &size) }
        var bytes = [UInt8](repeating: 0, count: size)
        try call(name) { table in bytes.withUnsafeMutableBytes { body(table, size, $0.baseAddress, nil) } }
        var end = bytes.count
        while end > 0, bytes[end - 1] == 0 || bytes[end - 1] == 32 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
