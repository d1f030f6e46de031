import CMicro

/// The gradient of the maps of a layer: as such, or as that of what was pooled on the way.
struct MapGradient {
    fileprivate let gradients: UnsafePointer<Float>
    fileprivate let channels: Int
    fileprivate let pooled: (operation: Pooling, winners: UnsafePointer<Int32>)?

    /// - Precondition: the gradient has so many pixels, or was pooled from as many.
    init(_ gradient: BufferSlice, _ pooling: FusedPooling?, pixels: Int, channels: Int) {
        self.channels = channels
        gradients = UnsafePointer(gradient.floats)
        guard let pooling else {
            gradient.require(pixels * channels, "outputGradient")
            pooled = nil
            return
        }
        let operation = pooling.operation
        guard let winners = pooling.winners else { preconditionFailure("the way back needs the winners") }
        pooling.check(pixels: pixels, channels: channels)
        gradient.require(operation.outputCount, "outputGradient")
        winners.require(operation.outputCount, "winners")
        pooled = (operation, UnsafePointer(winners.integers))
    }
}

extension CPUBackend {
    /// Hands out the gradients of a range of the pixels of all images, piece by piece in order. What was pooled is
    /// spread into scratch memory, where it is still in a cache.
    func withPieces(
        of map: MapGradient, _ pixels: Range<Int>, _ body: (_ piece: Range<Int>, UnsafePointer<Float>) -> Void
    ) {
        guard let (o, winners) = map.pooled else {
            body(pixels, map.gradients + pixels.lowerBound * map.channels)
            return
        }
        let rowSize = o.width * o.channels
        let outputSize = o.outputHeight * o.outputWidth * o.channels
        let length = max(1, CPUBackend.pieceBytes / (4 * rowSize))
        scratch.borrow(Float.self, count: length * rowSize) { rows in
            withUnsafePointer(to: nesy_window(o)) { window in
                var next = pixels.lowerBound
                while next < pixels.upperBound {
                    let row = next / o.width
                    let image = row / o.height
                    let first = row % o.height
                    let lastRow = pixels.upperBound.dividedUp(by: o.width) - image * o.height
                    let last = min(first + length, o.height, lastRow)
                    let end = min(pixels.upperBound, (image * o.height + last) * o.width)
                    nesy_max_pool_backward(
                        level, window, map.gradients + image * outputSize, winners + image * outputSize, first, last,
                        rows, 0)
                    body(next..<end, rows + (next - row * o.width) * o.channels)
                    next = end
                }
            }
        }
    }
}
