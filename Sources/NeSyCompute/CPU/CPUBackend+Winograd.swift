import CMicro

/// Convolutions by Winograd's minimal filtering; micro_winograd.h says what is transformed into what.
extension CPUBackend {
    func convolveByWinograd(
        _ operation: Convolution, side: Int, input: UnsafePointer<Float>, weights: UnsafePointer<Float>,
        epilogue: nesy_epilogue, output: UnsafeMutablePointer<Float>
    ) {
        filter(
            WinogradFilter(
                tiles: WinogradTiles(outputsOf: operation, side: side), level: level,
                source: operation.inputImages(
                    paddingY: operation.paddingHeight, paddingX: operation.paddingWidth),
                pixels: input, target: operation.outputImages(paddingY: 0, paddingX: 0),
                results: output, weights: weights, isBackward: false, epilogue: epilogue))
    }

    /// The gradient of the input is a convolution of the output's gradient with the kernel turned round.
    func convolveBackwardInputByWinograd(
        _ operation: Convolution, side: Int, outputGradient: BufferSlice, weights: BufferSlice,
        inputGradient: BufferSlice, accumulate: Bool
    ) {
        filter(
            WinogradFilter(
                tiles: WinogradTiles(inputsOf: operation, side: side), level: level,
                source: operation.outputImages(
                    paddingY: 2 - operation.paddingHeight, paddingX: 2 - operation.paddingWidth),
                pixels: outputGradient.floats, target: operation.inputImages(paddingY: 0, paddingX: 0),
                results: inputGradient.floats, weights: weights.floats, isBackward: true,
                epilogue: nesy_epilogue(bias: nil, accumulate: accumulate)))
    }

    /// Divides the work so that what is written is read again while it is still in a cache.
    private func filter(_ filter: WinogradFilter) {
        let count = filter.tiles.count
        let local = WinogradTiles.localBytes / filter.tileBytes
        let shared = max(WinogradTiles.shortest, WinogradTiles.sharedBytes / filter.tileBytes)
        if local >= WinogradTiles.shortest {
            // Blocks fit into the cache of a core: every thread works on blocks of its own.
            withWeights(filter) { packed, step in
                // Eight blocks at least, if that leaves them long enough: threads then finish together.
                let longest = min(local, max(WinogradTiles.shortest, count.dividedUp(by: 8)))
                let blocks = count.dividedUp(by: longest)
                pool.run(count: count, grain: count.dividedUp(by: blocks)) {
                    filterBlock(filter, $0, packed: packed, step: step)
                }
            }
        } else if count > shared {
            // Weights are so many that reading them takes long: all threads work on one long block after the other.
            withWeights(filter) { packed, step in
                let blocks = count.dividedUp(by: shared)
                let length = count.dividedUp(by: blocks).dividedUp(by: 8) * 8
                for first in stride(from: 0, to: count, by: length) {
                    filterBlock(filter, first..<min(count, first + length), packed: packed, step: step)
                }
            }
        } else {
            // Tiles are few: weights are transformed a chunk at a time.
            filterChunks(filter)
        }
    }

    private func filterBlock(
        _ filter: WinogradFilter, _ block: Range<Int>, packed: UnsafePointer<Float>, step: Int
    ) {
        withMatrices(filter, rows: block.count, columns: filter.columns) { inputs, products in
            transformInput(filter, block, into: inputs)
            pool.run(count: filter.tiles.matrices, grain: 1) { points in
                filter.multiply(
                    inputs, tiles: block.count, points: points, packed: packed, step: step, columns: filter.columns,
                    into: products)
            }
            writeOutput(filter, block, columns: 0..<filter.columns, from: products)
        }
    }

    /// All tiles with some of the weights after the other.
    private func filterChunks(_ filter: WinogradFilter) {
        let block = 0..<filter.tiles.count
        let panels = filter.columns.dividedUp(by: panelWidth)
        // Pairs of panels fill the widest tile of a product.
        let fitting = max(2, chunkBytes / (4 * filter.tiles.matrices * filter.depth * panelWidth))
        let length = panels.dividedUp(by: panels.dividedUp(by: fitting)).dividedUp(by: 2) * 2
        let step = filter.packedStep(panels: length)
        withMatrices(filter, rows: block.count, columns: length * panelWidth) { inputs, products in
            transformInput(filter, block, into: inputs)
            scratch.borrow(Float.self, count: filter.tiles.matrices * step) { packed in
                for first in stride(from: 0, to: panels, by: length) {
                    let chunk = first..<min(panels, first + length)
                    let columns = first * panelWidth..<min(filter.columns, chunk.upperBound * panelWidth)
                    transformWeights(filter, panels: chunk, into: packed, step: step)
                    pool.run(count: filter.tiles.matrices, grain: 1) { points in
                        filter.multiply(
                            inputs, tiles: block.count, points: points, packed: packed, step: step,
                            columns: columns.count, into: products)
                    }
                    writeOutput(filter, block, columns: columns, from: products)
                }
            }
        }
    }

    // MARK: steps, divided among the threads

    private func withWeights(_ filter: WinogradFilter, _ body: (UnsafePointer<Float>, Int) -> Void) {
        let panels = filter.columns.dividedUp(by: panelWidth)
        let step = filter.packedStep(panels: panels)
        scratch.borrow(Float.self, count: filter.tiles.matrices * step) { packed in
            transformWeights(filter, panels: 0..<panels, into: packed, step: step)
            body(packed, step)
        }
    }

    private func transformWeights(
        _ filter: WinogradFilter, panels: Range<Int>, into packed: UnsafeMutablePointer<Float>, step: Int
    ) {
        let panelSize = filter.depth * panelWidth
        pool.run(count: panels.count, grain: max(1, (1 << 13) / panelSize)) { range in
            filter.transformWeights(
                panels: panels.lowerBound + range.lowerBound..<panels.lowerBound + range.upperBound,
                into: packed + range.lowerBound * panelSize, step: step)
        }
    }

    private func transformInput(_ filter: WinogradFilter, _ block: Range<Int>, into inputs: nesy_points) {
        pool.run(count: block.count, grain: tileGrain) { range in
            filter.transformInput(
                block.lowerBound + range.lowerBound..<block.lowerBound + range.upperBound,
                into: inputs.from(tile: range.lowerBound))
        }
    }

    private func writeOutput(
        _ filter: WinogradFilter, _ block: Range<Int>, columns: Range<Int>, from products: nesy_points
    ) {
        pool.run(count: block.count, grain: tileGrain) { range in
            filter.writeOutput(
                block.lowerBound + range.lowerBound..<block.lowerBound + range.upperBound, columns: columns,
                from: products.from(tile: range.lowerBound))
        }
    }

    /// Memory for so many transformed tiles and their products with some columns.
    private func withMatrices(
        _ filter: WinogradFilter, rows: Int, columns: Int, _ body: (nesy_points, nesy_points) -> Void
    ) {
        let from = WinogradMatrices(rows: rows, channels: filter.depth)
        let to = WinogradMatrices(rows: rows, channels: columns)
        let matrices = filter.tiles.matrices
        scratch.borrow(Float.self, count: matrices * (from.pointStep + to.pointStep)) { memory in
            body(from.points(at: memory), to.points(at: memory + matrices * from.pointStep))
        }
    }
}

/// Tiles that a thread transforms at a time.
private let tileGrain = 16
/// Transformed weights that are still in a cache when they are multiplied.
private let chunkBytes = 4 << 20
private let panelWidth = Int(NESY_PANEL)
