/// The memory of a device, in bytes.
public struct DeviceMemory: Sendable, Hashable {
    public var total: Int
    /// The largest buffer that can be made.
    public var largestBuffer: Int
    /// What the buffers of this backend take; zero where that is not known.
    public var inUse: Int
    /// What operations may still take for their own values while they run.
    public var reserve: Int

    public init(total: Int, largestBuffer: Int, inUse: Int, reserve: Int = 0) {
        self.total = total
        self.largestBuffer = largestBuffer
        self.inUse = inUse
        self.reserve = reserve
    }

    /// What is left for new buffers, as far as the device says.
    public var free: Int { max(0, total - inUse - reserve) }
}
