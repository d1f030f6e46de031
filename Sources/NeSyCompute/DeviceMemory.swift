/// The memory of a device, in bytes.
public struct DeviceMemory: Sendable, Hashable {
    public var total: Int
    /// The largest buffer that can be made.
    public var largestBuffer: Int
    /// What the buffers of this backend take; zero where that is not known.
    public var inUse: Int

    public init(total: Int, largestBuffer: Int, inUse: Int) {
        self.total = total
        self.largestBuffer = largestBuffer
        self.inUse = inUse
    }

    /// What is left for new buffers, as far as the device says.
    public var free: Int { max(0, total - inUse) }
}
