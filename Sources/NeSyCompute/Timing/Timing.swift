/// How long a ``TimingCase`` took on one device.
public struct Timing: Sendable {
    /// Seconds of one carrying out when it runs again and again: the median of several samples, and the fastest and
    /// the slowest of them.
    public var seconds: Double
    public var fastest: Double
    public var slowest: Double
    /// Seconds of the first one, which compiles what is not compiled yet.
    public var firstSeconds: Double
    /// Seconds of it that compiling and loading programs took.
    public var compileSeconds: Double
    /// Seconds that bringing the inputs to the device and the outputs back takes, once; nil where the work brings its
    /// own inputs.
    public var transferSeconds: Double?
    /// Seconds that the kernels of one carrying out take on the device; nil where a device does not say.
    public var kernelSeconds: Double?
    /// Kernels that one carrying out launches; nil where a device does not say.
    public var launches: Int?

    /// Billions of operations a second; nil where operations say nothing.
    public func gigaflops(of testCase: TimingCase) -> Double? {
        testCase.operations > 0 ? testCase.operations / seconds * 1e-9 : nil
    }

    /// Billions of bytes a second, of those that must be moved; nil where they say nothing.
    public func gigabytesPerSecond(of testCase: TimingCase) -> Double? {
        testCase.bytes > 0 ? testCase.bytes / seconds * 1e-9 : nil
    }
}

extension [Double] {
    /// The middle value, or the mean of the two in the middle.
    /// - Precondition: there are values.
    var median: Double {
        let ascending = sorted()
        return (ascending[(count - 1) / 2] + ascending[count / 2]) / 2
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
