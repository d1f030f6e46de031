import CMicro

/// Layers that pool on the way: a piece of the maps is pooled while it is still in a cache.
extension CPUBackend {
    /// Of maps that are pooled as soon as they are written, or spread as soon before they are read: half a first-level
    /// cache.
    static let pieceBytes = 1 << 14

    /// Pieces are in scratch memory.
    public func mapsOnTheWay(_ operation: Pooling) -> Int { 0 }

    /// Pools maps whose pixels are made independently of each other.
    /// - Parameter pixels: writes a range of the pixels of all images, one after the other.
    func pool(
        _ pooling: FusedPooling, output: BufferSlice,
        _ pixels: (_ range: Range<Int>, _ target: UnsafeMutablePointer<Float>) -> Void
    ) {
        let o = pooling.operation
        output.require(o.outputShape.count, "output")
        pooling.winners?.require(o.outputShape.count, "winners")
        let (to, places) = (output.floats, pooling.winners?.integers)
        let rowSize = o.width * o.channels
        let outputSize = o.outputHeight * o.outputWidth * o.channels
        let length = min(o.outputHeight, max(1, CPUBackend.pieceBytes / (4 * rowSize * o.stride)))
        let pieces = o.outputHeight.dividedUp(by: length)
        let inputRows = min(o.height, (length - 1) * o.stride + o.kernel)
        let window = nesy_window(o)
        forEachRowRange(o.batch * pieces, width: inputRows * rowSize) { range in
            scratch.borrow(Float.self, count: inputRows * rowSize) { maps in
                withUnsafePointer(to: window) { window in
                    for piece in range {
                        let image = piece / pieces
                        let first = piece % pieces * length
                        let last = min(o.outputHeight, first + length)
                        // The pixels under the windows of these rows; windows that overlap have some made again.
                        let top = max(0, first * o.stride - o.padding)
                        let bottom = min(o.height, (last - 1) * o.stride - o.padding + o.kernel)
                        let start = image * o.height
                        pixels((start + top) * o.width..<(start + bottom) * o.width, maps)
                        nesy_max_pool(
                            level, window, maps - top * rowSize, first, last, to + image * outputSize,
                            places.map { $0 + image * outputSize })
                    }
                }
            }
        }
    }

    /// Convolves and pools a band of images after the other.
    func convolveInBands(
        _ operation: Convolution, input: BufferSlice, weights: BufferSlice, bias: BufferSlice?,
        activation: Activation?, pooling: FusedPooling, output: BufferSlice
    ) {
        let pooled = pooling.operation
        pooling.check(maps: operation.outputShape)
        output.require(pooled.outputShape.count, "output")
        pooling.winners?.require(pooled.outputShape.count, "winners")
        let (inputSize, mapSize) = (input.count / operation.batch, operation.outputShape.count / operation.batch)
        let outputSize = output.count / operation.batch
        func band(_ images: Range<Int>) {
            var (layer, following) = (operation, pooled)
            layer.batch = images.count
            following.batch = images.count
            scratch.borrow(bytes: 4 * images.count * mapSize) { memory in
                let maps = HostBuffer(borrowing: memory, count: images.count * mapSize).slice
                convolve(
                    layer, input: input.slice(offset: images.lowerBound * inputSize, count: images.count * inputSize),
                    weights: weights, bias: bias, activation: activation, output: maps)
                let (first, count) = (images.lowerBound * outputSize, images.count * outputSize)
                pool(
                    following, input: maps, output: output.slice(offset: first, count: count),
                    winners: pooling.winners?.slice(offset: first, count: count))
            }
        }
        let bands = operation.batch.dividedUp(by: bandLength(of: operation))
        let length = operation.batch.dividedUp(by: bands)
        if bands >= manyBands && 4 * length * mapSize <= largestOwnBand {
            // Every thread works on bands of its own.
            pool.run(count: operation.batch, grain: length) { band($0) }
        } else {
            for first in stride(from: 0, to: operation.batch, by: length) {
                band(first..<min(operation.batch, first + length))
            }
        }
    }

    /// Images whose maps stay in a cache, but no fewer than are worth transforming the weights anew.
    private func bandLength(of operation: Convolution) -> Int {
        let pixels = operation.outputHeight * operation.outputWidth
        let fitting = bandBytes / (4 * pixels * operation.outputChannels)
        return min(operation.batch, max(1, fitting, leastBandPixels.dividedUp(by: pixels)))
    }
}

/// Of the maps of a convolution that are pooled as soon as they are written: its own scratch memory wants a
/// second-level cache too.
private let bandBytes = 1 << 18
private let leastBandPixels = 4096
/// Bands from which on threads share them, if they are no larger than this.
private let manyBands = 8
private let largestOwnBand = 4 << 20
