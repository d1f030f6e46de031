import NeSyTensor

/// `output = input x weights + bias` for a batch of rows: input `[batch, inputs]`, weights `[inputs, outputs]`,
/// bias `[outputs]`, output `[batch, outputs]`.
public struct FullyConnected: Sendable, Hashable {
    public var batch: Int
    public var inputs: Int
    public var outputs: Int

    public init(batch: Int, inputs: Int, outputs: Int) throws(NeSyError) {
        guard batch > 0, inputs > 0, outputs > 0 else {
            throw NeSyError(
                .usage, "A fully connected layer has an extent of zero or less.",
                found: "\(batch) x \(inputs) to \(outputs)")
        }
        self.batch = batch
        self.inputs = inputs
        self.outputs = outputs
    }
}

/// The three passes of ``FullyConnected``.
public protocol FullyConnectedBackend {
    /// `output = activation(input x weights + bias)`; the activation is in the same pass over memory.
    func connect(
        _ operation: FullyConnected, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, output: BufferSlice)

    func connectBackwardInput(
        _ operation: FullyConnected, outputGradient: BufferSlice, weights: BufferSlice,
        inputGradient: BufferSlice, accumulate: Bool)

    func connectBackwardWeights(
        _ operation: FullyConnected, input: BufferSlice, outputGradient: BufferSlice,
        weightGradient: BufferSlice, biasGradient: BufferSlice?)
}
