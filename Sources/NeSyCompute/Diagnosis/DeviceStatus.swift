import NeSyTensor

/// A device of this machine, and whether it can be used.
public struct DeviceStatus: Sendable {
    public let device: Device
    /// How many GPUs come before it, for a GPU: N in `gpu:N`.
    public let gpuIndex: Int?
    /// `cpu`, `gpu` or `accelerator`.
    public let kind: String
    /// What it calls itself.
    public let name: String
    public let vendor: String?
    /// The OpenCL platform; nil for the CPU that is used without OpenCL.
    public let platform: String?
    /// The version of the driver, or the instructions of the processor that are used.
    public let driver: String
    /// Bytes of its memory and of its largest buffer; nil for the CPU.
    public let memory: Int?
    public let largestBuffer: Int?
    /// Parts that work side by side: cores, multiprocessors.
    public let computeUnits: Int
    public let isUsable: Bool
    /// Half a line: why it is usable, or why not.
    public let why: String
    /// Whether a request for `auto` takes it.
    public internal(set) var isAutomatic = false

    /// The OpenCL device; nil for the CPU.
    let openCL: OpenCLDevice?
}

extension DeviceStatus {
    /// The CPU and every device of the inventory; each of these carries out its self-test.
    public static func all(
        of inventory: OpenCLInventory = .system, options: OpenCLOptions = OpenCLOptions()
    ) -> [DeviceStatus] {
        var found = [cpu]
        var gpus = 0
        for device in inventory.devices {
            let isGPU = device.kind == .gpu
            found.append(DeviceStatus(device, gpuIndex: isGPU ? gpus : nil, of: inventory, options: options))
            if isGPU { gpus += 1 }
        }
        let chosen = found.firstIndex { $0.gpuIndex != nil && $0.isUsable } ?? 0
        found[chosen].isAutomatic = true
        return found
    }

    /// Of a device that is open, and therefore usable.
    public init(opened backend: any ComputeBackend, why: String) {
        let device = (backend as? OpenCLBackend)?.information
        self = device.map { DeviceStatus($0, isUsable: true, why: why) } ?? DeviceStatus.cpu
    }

    private static var cpu: DeviceStatus {
        DeviceStatus(
            device: .cpu, gpuIndex: nil, kind: "cpu", name: "native code", vendor: nil, platform: nil,
            driver: "\(VectorLevel.best)", memory: nil, largestBuffer: nil, computeUnits: WorkerPool.processorCount,
            isUsable: true, why: "always there", openCL: nil)
    }

    private init(_ device: OpenCLDevice, gpuIndex: Int?, of inventory: OpenCLInventory, options: OpenCLOptions) {
        var refusal: String?
        do throws(NeSyError) { _ = try inventory.open(device, options: options) } catch { refusal = error.summary }
        self.init(device, gpuIndex: gpuIndex, isUsable: refusal == nil, why: refusal ?? "passes the self-test")
    }

    private init(_ device: OpenCLDevice, gpuIndex: Int? = nil, isUsable: Bool, why: String) {
        self.device = device.device
        self.gpuIndex = gpuIndex
        kind = device.kind.rawValue
        name = device.name
        vendor = device.vendor
        platform = device.platform
        driver = device.driverVersion
        memory = device.globalMemory
        largestBuffer = device.largestBuffer
        computeUnits = device.computeUnits
        openCL = device
        self.isUsable = isUsable
        self.why = why
    }
}
