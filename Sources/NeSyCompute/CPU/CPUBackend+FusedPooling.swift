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
        output.require(o.outputCount, "output")
        pooling.winners?.require(o.outputCount, "winners")
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
        pooling.check(mapsOf: operation)
        input.require(operation.inputCount, "input")
        weights.require(operation.weightCount, "weights")
        bias?.require(operation.outputChannels, "bias")
        output.require(pooling.operation.outputCount, "output")
        pooling.winners?.require(pooling.operation.outputCount, "winners")
        let work = PooledConvolution(
            layer: operation, pooling: pooling.operation, input: input.floats, weights: weights.floats,
            bias: bias.map { UnsafePointer($0.floats) }, activation: activation, output: output.floats,
            winners: pooling.winners?.integers)
        let bands = operation.batch.dividedUp(by: bandLength(of: operation))
        let length = operation.batch.dividedUp(by: bands)
        if bands >= manyBands && 4 * length * operation.outputCount / operation.batch <= largestOwnBand {
            // Every thread works on bands of its own.
            pool.run(count: operation.batch, grain: length) { carryOut(work, images: $0) }
        } else {
            for first in stride(from: 0, to: operation.batch, by: length) {
                carryOut(work, images: first..<min(operation.batch, first + length))
            }
        }
    }

    private func carryOut(_ work: PooledConvolution, images: Range<Int>) {
        let batch = work.layer.batch
        var (layer, pooling) = (work.layer, work.pooling)
        layer.batch = images.count
        pooling.batch = images.count
        let first = images.lowerBound * work.pooling.outputCount / batch
        scratch.borrow(Float.self, count: layer.outputCount) { maps in
            convolve(
                layer, input: work.input + images.lowerBound * work.layer.inputCount / batch, weights: work.weights,
                bias: work.bias, activation: work.activation, output: maps)
            pool(pooling, input: maps, output: work.output + first, winners: work.winners.map { $0 + first })
        }
    }

    /// Images whose maps stay in a cache, but no fewer than are worth transforming the weights anew.
    private func bandLength(of operation: Convolution) -> Int {
        let pixels = operation.outputHeight * operation.outputWidth
        let fitting = bandBytes / (4 * pixels * operation.outputChannels)
        return min(operation.batch, max(1, fitting, leastBandPixels.dividedUp(by: pixels)))
    }
}

/// A convolution whose maps are pooled: what it reads and writes.
private struct PooledConvolution {
    let layer: Convolution
    let pooling: Pooling
    let input: UnsafePointer<Float>
    let weights: UnsafePointer<Float>
    let bias: UnsafePointer<Float>?
    let activation: Activation?
    let output: UnsafeMutablePointer<Float>
    let winners: UnsafeMutablePointer<Int32>?
}

/// Of the maps of a convolution that are pooled as soon as they are written: its own scratch memory wants a
/// second-level cache too.
private let bandBytes = 1 << 18
private let leastBandPixels = 4096
/// Bands from which on threads share them, if they are no larger than this.
private let manyBands = 8
private let largestOwnBand = 4 << 20
