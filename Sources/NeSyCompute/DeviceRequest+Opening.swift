import NeSyTensor

extension DeviceRequest {
    /// Opens the device. `auto` takes the first GPU that passes its self-test, else the CPU; a machine without a GPU is
    /// only asked what it has.
    /// - Returns: the device's backend, and one line saying which device it is and why, and what became of the
    ///   precision if that is not float32.
    /// - Throws: a device error when a device was asked for that is not there, or that fails its self-test.
    public func open(
        pool: WorkerPool, options: OpenCLOptions = OpenCLOptions()
    ) throws(NeSyError) -> (backend: any ComputeBackend, note: String) {
        if self == .cpu { return cpu(pool, "\(DeviceRequest.cpuName), as asked", options) }
        return try open(pool: pool, from: .system, options: options)
    }

    func open(
        pool: WorkerPool, from inventory: OpenCLInventory, options: OpenCLOptions
    ) throws(NeSyError) -> (backend: any ComputeBackend, note: String) {
        switch self {
        case .cpu:
            return cpu(pool, "\(DeviceRequest.cpuName), as asked", options)
        case .automatic:
            var refused: [String] = []
            for device in inventory.devices where device.kind == .gpu {
                do throws(NeSyError) {
                    let backend = try inventory.open(device, options: options)
                    return (backend, note(backend, ["the first GPU that works"] + refused))
                } catch {
                    refused.append("\(device) is not used: \(error.summary)")
                }
            }
            let why = refused.isEmpty ? inventory.whyNoGPU : refused.joined(separator: "; ")
            return cpu(pool, "\(DeviceRequest.cpuName): \(why)", options)
        case .gpu(let index):
            let gpus = inventory.devices.filter { $0.kind == .gpu }
            guard gpus.indices.contains(index ?? 0) else { throw notThere(inventory) }
            return try open(gpus[index ?? 0], from: inventory, options)
        case .openCL(let platform, let number):
            let place = Device.openCL(platform: platform, device: number)
            guard let device = inventory.devices.first(where: { $0.device == place }) else {
                throw notThere(inventory)
            }
            return try open(device, from: inventory, options)
        }
    }

    private func open(
        _ device: OpenCLDevice, from inventory: OpenCLInventory, _ options: OpenCLOptions
    ) throws(NeSyError) -> (backend: any ComputeBackend, note: String) {
        let backend = try inventory.open(device, options: options)
        return (backend, note(backend, ["as asked"]))
    }

    private func note(_ backend: OpenCLBackend, _ reasons: [String]) -> String {
        let remarks = [backend.precisionNote, backend.tuningRemark].compactMap { $0 }
        return "\(backend.information), " + (reasons + remarks).joined(separator: "; ")
    }

    private func cpu(
        _ pool: WorkerPool, _ note: String, _ options: OpenCLOptions
    ) -> (backend: any ComputeBackend, note: String) {
        let precision = options.precision == .float32 ? "" : "; " + options.precision.refusal("the CPU rounds nothing")
        return (CPUBackend(pool: pool), note + precision)
    }

    private func notThere(_ inventory: OpenCLInventory) -> NeSyError {
        let found = inventory.devices.map(\.description)
        return NeSyError(
            .deviceUnavailable, "The device is not there.", expected: "a device named \(self)",
            found: found.isEmpty ? "cpu only: \(inventory.whyNoGPU)" : (["cpu"] + found).joined(separator: ", "),
            remedy: "'nesy devices' lists all devices; --device cpu and --device auto always work.")
    }

    private static var cpuName: String { "cpu (\(VectorLevel.best))" }
}

extension NeSyError {
    /// What happened and what was found, on one line.
    var summary: String {
        let text = found.map { "\(what) \($0)" } ?? what
        return text.split(separator: "\n").first.map(String.init) ?? what
    }
}
