import NeSyTensor

/// A piece of work of a size that matters, to be timed on any device.
public struct TimingCase: Sendable {
    /// The work ready on a device.
    public struct Prepared {
        /// What it reads and what it writes; each is transferred whole where transfers are timed.
        let inputs: [BufferSlice]
        let outputs: [BufferSlice]
        /// Queues the work so many times, without waiting for it.
        public let queue: (_ times: Int) throws(NeSyError) -> Void

        public init(
            inputs: [BufferSlice] = [], outputs: [BufferSlice] = [],
            queue: @escaping (_ times: Int) throws(NeSyError) -> Void
        ) {
            self.inputs = inputs
            self.outputs = outputs
            self.queue = queue
        }
    }

    /// Which cases belong together, as the command line names them: `convolution`.
    public let family: String
    /// What is timed: `forward`, `step`.
    public let name: String
    /// The sizes, for people.
    public let shape: String
    /// Floating-point operations, an addition and a multiplication counting as two; 0 where that says nothing.
    public let operations: Double
    /// Bytes that must be read and written at least; 0 where that says nothing.
    public let bytes: Double
    /// Brings the inputs to a device.
    public let prepare: @Sendable (any ComputeBackend) throws(NeSyError) -> Prepared

    public init(
        _ family: String, _ name: String, shape: String, operations: Double = 0, bytes: Double = 0,
        prepare: @escaping @Sendable (any ComputeBackend) throws(NeSyError) -> Prepared
    ) {
        self.family = family
        self.name = name
        self.shape = shape
        self.operations = operations
        self.bytes = bytes
        self.prepare = prepare
    }
}

extension TimingCase: CustomStringConvertible {
    /// `product 512 x 512 x 512, forward`
    public var description: String { "\(family) \(shape), \(name)" }
}
