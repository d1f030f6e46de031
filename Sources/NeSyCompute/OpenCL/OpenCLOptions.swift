#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How an OpenCL device is to be used.
public struct OpenCLOptions: Sendable, Hashable {
    /// Whether every kernel notes when it began and ended; see ``OpenCLBackend/takeProfile()``.
    public var profiling = false
    /// Where compiled programs and tunings are kept between runs; nil for nowhere.
    public var cacheFolder: String? = OpenCLOptions.systemCacheFolder
    /// Values of tunables; nil for those that suit the device, see ``Tuning/stored(for:in:)``.
    var tuning: Tuning?

    /// Which code multiplies large plain matrices.
    public var products = ProductLibrary.automatic
    /// Parameters that CLBlast is to use for its kernels ("Xgemm": ["MWG": 128, ...]) instead of its own.
    public var clblastParameters: [String: [String: Int]] = [:]
    /// How convolutions are carried out.
    public var convolution = ConvolutionPreference.automatic
    /// Bytes for the transformed images of a Winograd convolution, which is carried out block by block. About the cache
    /// of a large GPU, so that one kernel finds there what the one before it wrote.
    public var convolutionWorkspace = 64 << 20

    /// What factors of products are rounded to where the device has units for it; elsewhere nothing is.
    public var precision = Precision.float32
    /// Whether tensor cores are emulated, for tests.
    var emulatesTensorCores = false

    public init() {}
}

extension OpenCLOptions {
    private static var systemCacheFolder: String? {
        cacheFolder { name in getenv(name).map { String(cString: $0) } }
    }

    /// The folder that `NESY_CACHE_DIR` names, else the user's cache folder; nil when `NESY_CACHE_DIR` is empty or
    /// there is no home. A relative `XDG_CACHE_HOME` does not count, as its specification says.
    /// - Parameter variable: the value of an environment variable.
    static func cacheFolder(_ variable: (_ name: String) -> String?) -> String? {
        if let named = variable("NESY_CACHE_DIR") { return named.isEmpty ? nil : named }
        if let cache = variable("XDG_CACHE_HOME"), cache.hasPrefix("/") { return cache + "/nesy" }
        guard let home = variable("HOME"), !home.isEmpty else { return nil }
        return home + "/.cache/nesy"
    }
}
