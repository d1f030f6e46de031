import COpenCL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The OpenCL library of this machine, opened at run time. Every call of a driver goes through here, so that a test
/// can make the n-th one fail.
final class OpenCLDriver: Sendable {
    typealias Interceptor = @Sendable (_ call: String) -> cl_int?

    let entry: EntryPoints
    private let interceptor: Interceptor?

    /// C function pointers, which may be called from any thread.
    struct EntryPoints: @unchecked Sendable {
        let table: nesy_opencl
    }

    init(_ table: nesy_opencl, interceptor: Interceptor? = nil) {
        entry = EntryPoints(table: table)
        self.interceptor = interceptor
    }

    /// The same library, where a code that the interceptor returns takes the place of the call.
    func intercepted(by interceptor: @escaping Interceptor) -> OpenCLDriver {
        OpenCLDriver(entry.table, interceptor: interceptor)
    }

    /// Makes a call that returns a status.
    func call(_ name: StaticString, _ body: (nesy_opencl) -> cl_int) throws(OpenCLFailure) {
        let code = interceptor?("\(name)") ?? body(entry.table)
        if code != CL_SUCCESS { throw OpenCLFailure(call: "\(name)", code: code) }
    }

    /// Makes a call that returns an object and a status.
    func make<Object>(
        _ name: StaticString, _ body: (nesy_opencl, UnsafeMutablePointer<cl_int>) -> Object?
    ) throws(OpenCLFailure) -> Object {
        if let code = interceptor?("\(name)") { throw OpenCLFailure(call: "\(name)", code: code) }
        var code = CL_SUCCESS
        let object = body(entry.table, &code)
        guard code == CL_SUCCESS, let object else { throw OpenCLFailure(call: "\(name)", code: code) }
        return object
    }
}

extension OpenCLDriver {
    /// Why there is no OpenCL.
    struct Missing: Error, Sendable {
        var reason: String
    }

    /// The library, opened once, at the first use of a device.
    static let system: Result<OpenCLDriver, Missing> = open()

    /// Opens the loader, which `NESY_OPENCL_LIBRARY` may name; when it knows no platform, with the driver that
    /// `NESY_OPENCL_DRIVER` names, else NVIDIA's: some containers carry the driver without the file that registers it.
    /// A user who has told the loader where drivers are gets no other than those.
    private static func open() -> Result<OpenCLDriver, Missing> {
        let library = variable("NESY_OPENCL_LIBRARY") ?? "libOpenCL.so.1"
        var table = nesy_opencl()
        if let reason = nesy_opencl_open(library, &table) {
            return .failure(Missing(reason: String(cString: reason)))
        }
        let driver = OpenCLDriver(table)
        if driver.platformCount > 0 { return .success(driver) }
        let isToldDrivers = ["OCL_ICD_VENDORS", "OCL_ICD_FILENAMES"].contains { variable($0) != nil }
        guard let named = variable("NESY_OPENCL_DRIVER") ?? (isToldDrivers ? nil : "libnvidia-opencl.so.1") else {
            return .success(driver)
        }
        if nesy_opencl_reopen(library, named, &table) == nil { return .success(OpenCLDriver(table)) }
        // The loader is open or it would not have been closed; it must be opened again to be called.
        if let reason = nesy_opencl_open(library, &table) {
            return .failure(Missing(reason: String(cString: reason)))
        }
        return .success(OpenCLDriver(table))
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private var platformCount: Int {
        var count: cl_uint = 0
        return entry.table.clGetPlatformIDs(0, nil, &count) == CL_SUCCESS ? Int(count) : 0
    }
}
