import NeSyTensor

/// What a device must be able to do: keep memory, move it, and carry out every operation. The requirements of
/// an operation stand in its own file under Operations/.
///
/// Calls are queued in order; only what throws waits. An operation's geometry is validated when the operation is
/// made, so calls do not throw; a slice of the wrong length is a broken precondition. A device that fails does
/// nothing from then on, and the next call that waits throws what happened.
public protocol ComputeBackend: MemoryBackend, ConvolutionBackend, PoolingBackend, FullyConnectedBackend,
    ActivationBackend, BatchNormalizationBackend, DropoutBackend, JoiningBackend, SoftmaxCrossEntropyBackend,
    FilterNormBackend, SparsityLossBackend, SoftRuleLossBackend, EliteLossBackend, SimilarityLossBackend,
    MatrixProductBackend, BinarizationBackend, BitProductBackend, OptimizerBackend
{
    var device: Device { get }
}

/// Memory of a device.
public protocol MemoryBackend: AnyObject, Sendable {
    /// How much there is.
    var memory: DeviceMemory { get }

    /// A buffer of zeros.
    /// - Throws: a device error saying how much was asked for, when the memory is not there.
    func makeBuffer(count: Int) throws(NeSyError) -> DeviceBuffer

    /// A buffer that the host fills again and again, batch after batch: an upload need not wait for the operations
    /// that read the batch before. What an upload does not write is undefined from then on.
    func makeInputBuffer(count: Int) throws(NeSyError) -> DeviceBuffer

    func upload(_ values: [Float], to slice: BufferSlice)
    func upload(_ values: [Int32], to slice: BufferSlice)
    /// Waits for everything queued before.
    /// - Throws: what the device could not do, if anything since it was opened.
    func download(_ slice: BufferSlice) throws(NeSyError) -> [Float]
    func downloadIntegers(_ slice: BufferSlice) throws(NeSyError) -> [Int32]
    /// Waits until everything queued before is done. Throws as a download does.
    func synchronize() throws(NeSyError)

    func fill(_ slice: BufferSlice, with value: Float)
    func copy(_ source: BufferSlice, to target: BufferSlice)
    /// `target += factor * source`, element by element.
    func accumulate(_ source: BufferSlice, times factor: Float, into target: BufferSlice)
    /// Whether a value is NaN or infinite. Waits, and throws as a download does.
    func containsNonFinite(_ slice: BufferSlice) throws(NeSyError) -> Bool
}
