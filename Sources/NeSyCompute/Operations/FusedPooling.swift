import NeSyTensor

/// A maximum pooling that a layer carries out on the way, because nobody else reads its output: the maps in between are
/// kept nowhere.
///
/// On the way back an activation between layer and pooling may be passed before the pooling, where gradients are fewer:
/// its derivative is known from its output, which for every winner is what was pooled.
public struct FusedPooling: Sendable {
    public let operation: Pooling
    /// As ``PoolingBackend/pool(_:input:output:winners:)`` writes them; on the way back they are read.
    public let winners: BufferSlice?
    /// Memory of ``PoolingBackend/mapsOnTheWay(_:)`` values, undefined afterwards.
    public let maps: BufferSlice?

    /// - Precondition: it is a maximum pooling.
    public init(_ operation: Pooling, winners: BufferSlice?, maps: BufferSlice?) {
        precondition(operation.kind == .maximum, "only a maximum is pooled on the way")
        self.operation = operation
        self.winners = winners
        self.maps = maps
    }

    /// - Precondition: the maps that are pooled are the output of this convolution.
    func check(mapsOf layer: Convolution) {
        precondition(
            operation.batch == layer.batch && operation.height == layer.outputHeight
                && operation.width == layer.outputWidth && operation.channels == layer.outputChannels,
            "a pooling of \(operation.inputShape), the maps are \(layer.outputShape)")
    }

    /// - Precondition: the maps that are pooled have so many pixels, in all images, and channels.
    func check(pixels: Int, channels: Int) {
        precondition(
            operation.channels == channels && operation.inputCount == pixels * channels,
            "a pooling of \(operation.inputShape), the maps are \(pixels) x \(channels)")
    }
}
