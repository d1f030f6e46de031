import COpenCL
import NeSyTensor

/// What became of the precision that was asked for on a device.
struct PrecisionChoice: Sendable {
    /// nil where factors are not rounded.
    var tensorCores: TensorCores?
    /// What is used, and where it is not what was asked for, why; nil when float32 was asked for.
    var note: String?
}

extension PrecisionChoice {
    /// Tries the tensor cores of a device, and settles on float32 where they are not there or not right.
    init(on device: OpenCLDevice, driver: OpenCLDriver, options: OpenCLOptions) {
        guard options.precision != .float32 else { return }
        let tensorCores = TensorCores(options.precision, isEmulated: options.emulatesTensorCores)
        if let reason = tensorCores.whyAbsent(on: device, driver: driver)
            ?? tensorCores.whyRefused(by: device, driver: driver, options: options)
        {
            note = options.precision.refusal(reason)
        } else {
            self.tensorCores = tensorCores
            note = "\(options.precision.rawValue) products on tensor cores"
        }
    }
}

extension Precision {
    /// One line that says that float32 takes the place of this precision.
    func refusal(_ reason: String) -> String { "float32 instead of \(rawValue): \(reason)" }
}

extension TensorCores {
    /// Why a device cannot have them by what it says of itself; nil when it may.
    func whyAbsent(on device: OpenCLDevice, driver: OpenCLDriver) -> String? {
        if isEmulated { return nil }
        guard device.isNVIDIA else { return "only NVIDIA's compiler knows the instructions" }
        var capability: cl_uint = 0
        // CL_DEVICE_COMPUTE_CAPABILITY_MAJOR_NV of cl_nv_device_attribute_query.
        let query: ()? = try? driver.call("clGetDeviceInfo") {
            $0.clGetDeviceInfo(device.id.pointer, 0x4000, MemoryLayout<cl_uint>.size, &capability, nil)
        }
        guard query != nil, capability >= 8 else {
            return "the instructions need compute capability 8.0, the device has \(capability).x"
        }
        return nil
    }

    /// Multiplies two small matrices of integers in a context of its own, so that an instruction that the device
    /// dislikes does no harm: every precision holds the factors, and float32 the sums.
    /// - Returns: why the tensor cores are not to be used; nil when all sums are right.
    func whyRefused(by device: OpenCLDevice, driver: OpenCLDriver, options: OpenCLOptions) -> String? {
        let (rows, columns, depth) = (70, 68, 40)
        let left = (0..<rows * depth).map { $0 * 7 % 31 - 15 }
        let right = (0..<depth * columns).map { $0 * 11 % 29 - 14 }
        let tile = ProductTile.all(on: self).first { $0.rows == 64 }
        guard let tile else { preconditionFailure("no tile for tensor cores") }
        do throws(NeSyError) {
            let backend = try OpenCLBackend(device, driver: driver, options: options)
            let result = try backend.makeBuffer(count: rows * columns).slice
            let factors = (
                try backend.makeBuffer(count: left.count).slice, try backend.makeBuffer(count: right.count).slice
            )
            backend.upload(left.map(Float.init), to: factors.0)
            backend.upload(right.map(Float.init), to: factors.1)
            let product = MatrixProduct(rows: rows, columns: columns, depth: depth)
            backend.product(
                product, by: ProductPlan(tile: tile, splits: 1, rows: rows, columns: columns, depth: depth),
                left: factors.0, right: factors.1, result: result)
            let found = try backend.download(result)
            for index in 0..<rows * columns {
                let (row, column) = (index / columns, index % columns)
                let sum = (0..<depth).reduce(0) { $0 + left[row * depth + $1] * right[$1 * columns + column] }
                guard found[index] == Float(sum) else { return "a trial product is wrong at (\(row), \(column))" }
            }
            return nil
        } catch {
            return error.summary
        }
    }
}
