/// What a device was asked to do so far. All but the time depend on the work alone, not on the machine, so that a
/// regression shows without a GPU.
public struct OpenCLStatistics: Sendable, Hashable {
    /// Kernels that were queued.
    public var launches = 0
    /// Times the host waited for the device.
    public var waits = 0
    /// Bytes that went from host to device and back.
    public var uploadedBytes = 0
    public var downloadedBytes = 0
    /// Bytes of memory that are in use, and the most that ever were.
    public var allocatedBytes = 0
    public var largestAllocatedBytes = 0
    /// Programs that were compiled, and such as were found compiled on disk.
    public var compiledPrograms = 0
    public var loadedPrograms = 0
    /// Time that compiling and loading programs took.
    public var buildingTime = Duration.zero
}
