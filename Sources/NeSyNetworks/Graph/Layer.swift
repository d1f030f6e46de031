import NeSyCompute

/// What a node of a network does. Extents that follow from the input are not repeated here.
public enum Layer: Sendable, Hashable {
    case convolution(ConvolutionLayer)
    case batchNormalization(epsilon: Float = 1e-5, momentum: Float = 0.1)
    case activation(Activation)
    case pooling(PoolingLayer)
    /// The mean over all positions: a vector of one value per channel.
    case globalAverage
    /// All values of an image as one vector, row by row, pixel by pixel, channels innermost (the order they have in
    /// memory; PyTorch's flatten has channels outermost).
    case flatten
    /// Needs a vector.
    case fullyConnected(outputs: Int, bias: Bool = true)
    case dropout(rate: Float)
    /// The sum of two inputs of one shape.
    case add
    /// Inputs with the same positions, their channels side by side.
    case concatenate
}
