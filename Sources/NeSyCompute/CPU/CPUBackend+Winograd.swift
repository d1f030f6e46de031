import CMicro

/// Convolutions by Winograd's minimal filtering; micro_winograd.h says what is transformed into what.
extension CPUBackend {
    func convolveByWinograd(
        _ operation: Convolution, side: Int, input: BufferSlice, weights: BufferSlice, epilogue: nesy_epilogue,
        output: BufferSlice
    ) {
        let tiles = WinogradTiles(outputsOf: operation, side: side)
        filter(
            tiles, source: operation.inputImages(paddingY: operation.paddingHeight, paddingX: operation.paddingWidth),
            pixels: input.floats, weights: weights.floats, isBackward: false, target: operation.outputImages,
            results: output.floats, epilogue: epilogue)
    }

    /// The gradient of the input is a convolution of the output's gradient with the kernel turned round.
    func convolveBackwardInputByWinograd(
        _ operation: Convolution, side: Int, outputGradient: BufferSlice, weights: BufferSlice,
        inputGradient: BufferSlice, accumulate: Bool
    ) {
        var source = operation.outputImages
        source.paddingY = 2 - operation.paddingHeight
        source.paddingX = 2 - operation.paddingWidth
        filter(
            WinogradTiles(inputsOf: operation, side: side), source: source, pixels: outputGradient.floats,
            weights: weights.floats, isBackward: true, target: operation.inputImages(paddingY: 0, paddingX: 0),
            results: inputGradient.floats, epilogue: nesy_epilogue(bias: nil, accumulate: accumulate))
    }

    private func filter(
        _ tiles: WinogradTiles, source: nesy_images, pixels: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        isBackward: Bool, target: nesy_images, results: UnsafeMutablePointer<Float>, epilogue: nesy_epilogue
    ) {
        let tiling = tiles.tiling(level: level)
        let (depth, columns) = (source.channels, target.channels)
        let panels = columns.dividedUp(by: panelWidth)
        let packedStep = panels * depth * panelWidth + panelWidth
        let (inputs, outputs) = isBackward ? (columns, depth) : (depth, columns)
        scratch.borrow(Float.self, count: tiles.matrices * packedStep) { packed in
            pool.run(count: panels, grain: max(1, (1 << 13) / (depth * panelWidth))) { range in
                nesy_winograd_weights(
                    level, Int32(tiles.side), weights, inputs, outputs, isBackward ? 1 : 0, range.lowerBound,
                    range.upperBound, packed + range.lowerBound * depth * panelWidth, packedStep)
            }
            forEachBlock(of: tiles, channels: depth + columns) { block in
                let from = WinogradMatrices(rows: block.count, channels: depth)
                let to = WinogradMatrices(rows: block.count, channels: columns)
                scratch.borrow(Float.self, count: tiles.matrices * (from.pointStep + to.pointStep)) { memory in
                    let transformed = from.points(at: memory)
                    let products = to.points(at: memory + tiles.matrices * from.pointStep)
                    pool.run(count: block.count, grain: tileGrain) { range in
                        withUnsafePointers(tiling, source, transformed.from(tile: range.lowerBound)) {
                            nesy_winograd_input(
                                $0, $1, pixels, block.lowerBound + range.lowerBound,
                                block.lowerBound + range.upperBound, $2)
                        }
                    }
                    pool.run(count: tiles.matrices, grain: 1) { points in
                        withUnsafePointers(tiling, transformed, products) {
                            nesy_winograd_multiply(
                                $0, $1, block.count, depth, points.lowerBound, points.upperBound, packed, packedStep,
                                columns, $2)
                        }
                    }
                    pool.run(count: block.count, grain: tileGrain) { range in
                        withUnsafePointers(tiling, target, products.from(tile: range.lowerBound)) {
                            tiling, target, products in
                            withUnsafePointer(to: epilogue) { epilogue in
                                nesy_winograd_output(
                                    tiling, target, results, block.lowerBound + range.lowerBound,
                                    block.lowerBound + range.upperBound, 0, columns, products, epilogue)
                            }
                        }
                    }
                }
            }
        }
    }

    /// Runs the body over all tiles, a block at a time. Where a block fits into the cache of a core, every thread works
    /// on blocks of its own; otherwise reading the weights again for each would take too long, and all threads work on
    /// one long block after the other.
    private func forEachBlock(of tiles: WinogradTiles, channels: Int, _ body: (Range<Int>) -> Void) {
        let local = WinogradTiles.localBytes / (4 * tiles.matrices * channels)
        if local >= WinogradTiles.shortest {
            let longest = local / 8 * 8
            let blocks = tiles.count.dividedUp(by: longest)
            pool.run(count: tiles.count, grain: tiles.count.dividedUp(by: blocks), body)
        } else {
            let longest = max(WinogradTiles.shortest, WinogradTiles.sharedBytes / (4 * tiles.matrices * channels))
            let blocks = tiles.count.dividedUp(by: longest)
            let length = tiles.count.dividedUp(by: blocks).dividedUp(by: 8) * 8
            for first in stride(from: 0, to: tiles.count, by: length) { body(first..<min(tiles.count, first + length)) }
        }
    }
}

/// One matrix a point: a row a tile, channels side by side.
struct WinogradMatrices {
    let pitch: Int
    let pointStep: Int

    /// Rows and matrices begin an odd number of cache lines apart, so that reading the same place of many of them
    /// uses every set of the cache.
    init(rows: Int, channels: Int) {
        pitch = (channels.dividedUp(by: panelWidth) | 1) * panelWidth
        pointStep = (rows * pitch / panelWidth | 1) * panelWidth
    }

    func points(at values: UnsafeMutablePointer<Float>) -> nesy_points {
        nesy_points(values: values, pointStep: pointStep, tileStep: pitch, panelStep: panelWidth)
    }
}

extension WinogradTiles {
    func tiling(level: Int32) -> nesy_tiling {
        nesy_tiling(level: level, side: Int32(side), tilesY: down, tilesX: across)
    }

    /// Transformed tiles that stay in the second cache of a core.
    static let localBytes = 1 << 20
    /// Transformed tiles that several passes over a block may take.
    static let sharedBytes = 32 << 20
    /// Fewer tiles are not worth reading the weights for.
    static let shortest = 24
}

extension nesy_points {
    /// The points of a tile and those after it.
    func from(tile: Int) -> nesy_points {
        nesy_points(
            values: values + tile * tileStep, pointStep: pointStep, tileStep: tileStep, panelStep: panelStep)
    }
}

extension Convolution {
    func inputImages(paddingY: Int, paddingX: Int) -> nesy_images {
        nesy_images(
            height: height, width: width, channels: inputChannels, paddingY: paddingY, paddingX: paddingX)
    }

    var outputImages: nesy_images {
        nesy_images(
            height: outputHeight, width: outputWidth, channels: outputChannels, paddingY: 0, paddingX: 0)
    }
}

/// Tiles that a thread transforms at a time.
private let tileGrain = 16
private let panelWidth = Int(NESY_PANEL)
