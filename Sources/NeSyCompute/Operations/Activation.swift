/// A function applied to every element. Each is monotone, so its derivative is known from its output.
public enum Activation: Sendable, Hashable {
    case relu
    /// `x` above zero, `slope * x` below; the slope is positive.
    case leakyReLU(slope: Float)
    case sigmoid
    case tanh
}

/// Forward and backward passes of ``Activation``. Input and output may be the same slice.
public protocol ActivationBackend {
    func activate(_ function: Activation, input: BufferSlice, output: BufferSlice)

    /// The gradient with respect to the input from the *output* of the forward pass.
    func activateBackward(
        _ function: Activation, output: BufferSlice, outputGradient: BufferSlice, inputGradient: BufferSlice,
        accumulate: Bool)
}
