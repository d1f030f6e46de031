import NeSyTensor

/// What a device must be able to do: keep memory, move it, and carry out every operation. The requirements of
/// an operation stand in its own file under Operations/.
///
/// Calls are queued in order; only the downloads wait. An operation's geometry is validated when the operation is
/// made, so calls do not throw; a slice of the wrong length is a broken precondition.
public protocol ComputeBackend: MemoryBackend, ConvolutionBackend, PoolingBackend, FullyConnectedBackend,
    ActivationBackend, BatchNormalizationBackend, DropoutBackend, JoiningBackend, SoftmaxCrossEntropyBackend,
    FilterNormBackend, SparsityLossBackend, SoftRuleLossBackend, EliteLossBackend, OptimizerBackend
{
    var device: Device { get }
}

/// Memory of a device.
public protocol MemoryBackend: AnyObject, Sendable {
    /// A buffer of zeros.
    /// - Throws: a device error saying how much was asked for, when the memory is not there.
    func makeBuffer(count: Int) throws(NeSyError) -> DeviceBuffer

    func upload(_ values: [Float], to slice: BufferSlice)
    func upload(_ values: [Int32], to slice: BufferSlice)
    /// Waits for everything queued before.
    func download(_ slice: BufferSlice) -> [Float]
    func downloadIntegers(_ slice: BufferSlice) -> [Int32]

    func fill(_ slice: BufferSlice, with value: Float)
    func copy(_ source: BufferSlice, to target: BufferSlice)
    /// `target += factor * source`, element by element.
    func accumulate(_ source: BufferSlice, times factor: Float, into target: BufferSlice)
    /// Whether a value is NaN or infinite.
    func containsNonFinite(_ slice: BufferSlice) -> Bool
}
