/// How an OpenCL device is to be used.
public struct OpenCLOptions: Sendable, Hashable {
    /// Whether every kernel notes when it began and ended; see ``OpenCLBackend/takeProfile()``.
    public var profiling = false
    /// Where compiled programs are kept between runs; nil for nowhere.
    public var cacheFolder: String? = ProgramCache.systemFolder

    public init() {}
}
