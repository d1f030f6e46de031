import NeSyTensor

/// Cross-correlation over NHWC images, with stride, zero padding, dilation and groups.
///
/// Input `[batch, height, width, inputChannels]`; weights `[kernelHeight, kernelWidth, inputChannels / groups,
/// outputChannels]`; bias `[outputChannels]`; output `[batch, outputHeight, outputWidth, outputChannels]`.
public struct Convolution: Sendable, Hashable {
    public var batch: Int
    public var height: Int
    public var width: Int
    public var inputChannels: Int
    public var outputChannels: Int
    public var kernelHeight: Int
    public var kernelWidth: Int
    public var strideHeight: Int
    public var strideWidth: Int
    /// Rows and columns of zeros on each side.
    public var paddingHeight: Int
    public var paddingWidth: Int
    public var dilationHeight: Int
    public var dilationWidth: Int
    public var groups: Int

    /// A square kernel with one stride, padding and dilation for both axes.
    /// - Throws: a usage error when no output pixel is left, or channels do not divide into the groups.
    public init(
        batch: Int, height: Int, width: Int, inputChannels: Int, outputChannels: Int, kernel: Int,
        stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1
    ) throws(NeSyError) {
        try self.init(
            batch: batch, height: height, width: width, inputChannels: inputChannels,
            outputChannels: outputChannels, kernelHeight: kernel, kernelWidth: kernel, strideHeight: stride,
            strideWidth: stride, paddingHeight: padding, paddingWidth: padding, dilationHeight: dilation,
            dilationWidth: dilation, groups: groups)
    }

    public init(
        batch: Int, height: Int, width: Int, inputChannels: Int, outputChannels: Int, kernelHeight: Int,
        kernelWidth: Int, strideHeight: Int, strideWidth: Int, paddingHeight: Int, paddingWidth: Int,
        dilationHeight: Int, dilationWidth: Int, groups: Int
    ) throws(NeSyError) {
        self.batch = batch
        self.height = height
        self.width = width
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        self.kernelHeight = kernelHeight
        self.kernelWidth = kernelWidth
        self.strideHeight = strideHeight
        self.strideWidth = strideWidth
        self.paddingHeight = paddingHeight
        self.paddingWidth = paddingWidth
        self.dilationHeight = dilationHeight
        self.dilationWidth = dilationWidth
        self.groups = groups
        let positive = [
            batch, height, width, inputChannels, outputChannels, kernelHeight, kernelWidth, strideHeight,
            strideWidth, dilationHeight, dilationWidth, groups,
        ]
        guard positive.allSatisfy({ $0 > 0 }), paddingHeight >= 0, paddingWidth >= 0 else {
            throw NeSyError(
                .usage, "A convolution has an extent of zero or less.", expected: "positive extents",
                found: "\(self)")
        }
        guard inputChannels % groups == 0, outputChannels % groups == 0 else {
            throw NeSyError(
                .usage, "The channels of a convolution do not divide into its groups.",
                expected: "multiples of \(groups)", found: "\(inputChannels) in, \(outputChannels) out")
        }
        guard outputHeight > 0, outputWidth > 0 else {
            throw NeSyError(
                .usage, "An image is smaller than the kernel that should slide over it.",
                expected: "at least \((kernelHeight - 1) * dilationHeight + 1 - 2 * paddingHeight) x "
                    + "\((kernelWidth - 1) * dilationWidth + 1 - 2 * paddingWidth)",
                found: "\(height) x \(width)", remedy: "Use larger images or a network with fewer poolings.")
        }
    }

    public var outputHeight: Int {
        let reach = height + 2 * paddingHeight - (kernelHeight - 1) * dilationHeight - 1
        return reach < 0 ? 0 : reach / strideHeight + 1
    }

    public var outputWidth: Int {
        let reach = width + 2 * paddingWidth - (kernelWidth - 1) * dilationWidth - 1
        return reach < 0 ? 0 : reach / strideWidth + 1
    }

    /// Values of each. A step asks for them again and again, and a shape would be memory of its own.
    public var inputCount: Int { batch * height * width * inputChannels }
    public var weightCount: Int { kernelHeight * kernelWidth * (inputChannels / groups) * outputChannels }
    public var outputCount: Int { batch * outputHeight * outputWidth * outputChannels }
    public var inputShape: Shape { [batch, height, width, inputChannels] }
    public var weightShape: Shape { [kernelHeight, kernelWidth, inputChannels / groups, outputChannels] }
    public var outputShape: Shape { [batch, outputHeight, outputWidth, outputChannels] }
}

extension Convolution {
    /// What a training step asks of a convolution; the raw values are for people.
    public enum Pass: String, Sendable, CaseIterable {
        case forward
        case inputGradient = "gradient of the input"
        case weightGradient = "gradient of the weights"
    }
}

/// The three passes of ``Convolution``.
public protocol ConvolutionBackend {
    /// `output = pool(activation(input * weights + bias))`; the activation is in the same pass over memory. Without a
    /// pooling the output is `outputShape`, with one that of the pooling.
    func convolve(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, pooling: FusedPooling?, output: BufferSlice)

    /// The gradient with respect to the input, written or added.
    func convolveBackwardInput(
        _ operation: Convolution, outputGradient: BufferSlice, weights: BufferSlice,
        inputGradient: BufferSlice, accumulate: Bool)

    /// The gradients with respect to weights and bias, written.
    func convolveBackwardWeights(
        _ operation: Convolution, input: BufferSlice, outputGradient: BufferSlice,
        weightGradient: BufferSlice, biasGradient: BufferSlice?)
}

extension ConvolutionBackend {
    /// A convolution that is not pooled on the way.
    public func convolve(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, output: BufferSlice
    ) {
        convolve(
            operation, input: input, weights: weights, bias: bias, activation: activation, pooling: nil,
            output: output)
    }
}
