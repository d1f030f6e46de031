/// What kernels may count on. A device that offers more is not asked for more, because a kernel that was only tried
/// where limits are generous fails where they are not.
public struct OpenCLLimits: Sendable, Hashable {
    /// Work-items of a group.
    public static let workGroup = 256
    /// Bytes of local memory of a group.
    public static let localMemory = 32 << 10
    /// Bytes of a buffer, whatever the device offers: kernels count values of four bytes in 32 bits, as many as there
    /// are after rounding up to whole groups.
    public static let buffer = 4 * ((1 << 32) - (1 << 16))

    /// Groups that run at the same time, at least.
    public let computeUnits: Int
    /// Bytes of the largest buffer.
    public let largestBuffer: Int
    /// Bytes of the device.
    public let globalMemory: Int
}
