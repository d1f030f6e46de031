/// The choices of a convolution that do not follow from its input.
public struct ConvolutionLayer: Sendable, Hashable {
    public var filters: Int
    public var kernelHeight: Int
    public var kernelWidth: Int
    public var strideHeight: Int
    public var strideWidth: Int
    public var paddingHeight: Int
    public var paddingWidth: Int
    public var dilationHeight: Int
    public var dilationWidth: Int
    public var groups: Int
    public var bias: Bool

    /// One extent for both axes.
    public init(
        filters: Int, kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1,
        bias: Bool = true
    ) {
        self.init(
            filters: filters, kernelHeight: kernel, kernelWidth: kernel, strideHeight: stride,
            strideWidth: stride, paddingHeight: padding, paddingWidth: padding, dilationHeight: dilation,
            dilationWidth: dilation, groups: groups, bias: bias)
    }

    public init(
        filters: Int, kernelHeight: Int, kernelWidth: Int, strideHeight: Int, strideWidth: Int,
        paddingHeight: Int, paddingWidth: Int, dilationHeight: Int, dilationWidth: Int, groups: Int, bias: Bool
    ) {
        self.filters = filters
        self.kernelHeight = kernelHeight
        self.kernelWidth = kernelWidth
        self.strideHeight = strideHeight
        self.strideWidth = strideWidth
        self.paddingHeight = paddingHeight
        self.paddingWidth = paddingWidth
        self.dilationHeight = dilationHeight
        self.dilationWidth = dilationWidth
        self.groups = groups
        self.bias = bias
    }
}
