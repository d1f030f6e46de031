import CMicro

/// The gradient of the weights by Winograd's method: transformed tiles of the input times transformed tiles of the
/// output's gradient, summed over tiles point by point, and the sums transformed back.
extension CPUBackend {
    func convolveBackwardWeightsByWinograd(
        _ operation: Convolution, side: Int, input: BufferSlice, outputGradient: BufferSlice,
        weightGradient: BufferSlice
    ) {
        let pass = WinogradWeightPass(
            operation, side: side, level: level, input: input.floats, outputGradient: outputGradient.floats,
            weightGradient: weightGradient.floats)
        if pass.parts == 1, pass.blockLength >= pass.tiles.count {
            sumChunks(pass)
            return
        }
        let rows = 0..<pass.inputs
        let sums = WinogradSums(rows: rows.count, columns: pass.outputs)
        let size = pass.tiles.matrices * sums.pointStep
        scratch.borrow(Float.self, count: pass.parts * size) { memory in
            // Each part sums over its own tiles, and the parts are added in order.
            pool.run(parts: pass.parts) { part in
                sumBlocks(pass, tiles: pass.tiles(of: part), into: memory + part * size, sums)
            }
            pool.run(count: pass.inputs, grain: rowGrain) { range in
                for part in 1..<max(1, pass.parts) {
                    for point in 0..<pass.tiles.matrices {
                        let target = memory + point * sums.pointStep + range.lowerBound * sums.pitch
                        nesy_accumulate(level, target + part * size, 1, target, range.count * sums.pitch)
                    }
                }
                pass.transformBack(rows: range, from: memory, sums, firstRow: 0)
            }
        }
    }

    /// Sums over a range of tiles, a block after the other. Inside of a part this runs on one thread; a part that is
    /// alone divides its blocks among all of them.
    private func sumBlocks(
        _ pass: WinogradWeightPass, tiles: Range<Int>, into memory: UnsafeMutablePointer<Float>, _ sums: WinogradSums
    ) {
        let length = min(pass.blockLength, tiles.count)
        withPanels(pass, tiles: length) { inputs, gradients in
            for first in stride(from: tiles.lowerBound, to: tiles.upperBound, by: max(1, length)) {
                let block = first..<min(first + length, tiles.upperBound)
                transform(pass, block, into: inputs, gradients)
                pool.run(count: pass.tiles.matrices, grain: 1) { points in
                    pass.multiply(
                        inputs, gradients, tiles: block.count, points: points, rows: 0..<pass.inputs, into: memory,
                        sums, adding: first > tiles.lowerBound)
                }
            }
        }
    }

    /// All tiles at once: the sums of some input channels after the other, which are transformed back while they are
    /// still in a cache.
    private func sumChunks(_ pass: WinogradWeightPass) {
        let tiles = 0..<pass.tiles.count
        let length = pass.chunkLength
        let sums = WinogradSums(rows: length, columns: pass.outputs)
        withPanels(pass, tiles: tiles.count) { inputs, gradients in
            transform(pass, tiles, into: inputs, gradients)
            scratch.borrow(Float.self, count: pass.tiles.matrices * sums.pointStep) { memory in
                for first in stride(from: 0, to: pass.inputs, by: length) {
                    let rows = first..<min(pass.inputs, first + length)
                    pool.run(count: pass.tiles.matrices, grain: 1) { points in
                        pass.multiply(
                            inputs, gradients, tiles: tiles.count, points: points, rows: rows, into: memory, sums,
                            adding: false)
                    }
                    pool.run(count: rows.count, grain: rowGrain) { range in
                        pass.transformBack(
                            rows: first + range.lowerBound..<first + range.upperBound, from: memory, sums,
                            firstRow: first)
                    }
                }
            }
        }
    }

    private func transform(
        _ pass: WinogradWeightPass, _ block: Range<Int>, into inputs: nesy_points, _ gradients: nesy_points
    ) {
        pool.run(count: block.count, grain: tileGrain) { range in
            pass.transform(
                block.lowerBound + range.lowerBound..<block.lowerBound + range.upperBound,
                into: inputs.from(tile: range.lowerBound), gradients.from(tile: range.lowerBound))
        }
    }

    /// Memory for so many transformed tiles of the input and of the output's gradient.
    private func withPanels(_ pass: WinogradWeightPass, tiles: Int, _ body: (nesy_points, nesy_points) -> Void) {
        let inputs = WinogradPanels(rows: tiles, channels: pass.inputs)
        let gradients = WinogradPanels(rows: tiles, channels: pass.outputs)
        let matrices = pass.tiles.matrices
        scratch.borrow(Float.self, count: matrices * (inputs.pointStep + gradients.pointStep)) { memory in
            body(inputs.points(at: memory), gradients.points(at: memory + matrices * inputs.pointStep))
        }
    }
}

/// Tiles that a thread transforms at a time, and rows of sums.
private let tileGrain = 16
private let rowGrain = 16
