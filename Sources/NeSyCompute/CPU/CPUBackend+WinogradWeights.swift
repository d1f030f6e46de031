import CMicro

/// The gradient of the weights by Winograd's method: transformed tiles of the input times transformed tiles of the
/// output's gradient, summed over tiles point by point, and the sums transformed back.
extension CPUBackend {
    func convolveBackwardWeightsByWinograd(
        _ operation: Convolution, side: Int, input: BufferSlice, outputGradient: BufferSlice,
        weightGradient: BufferSlice
    ) {
        let pass = WinogradWeightPass(operation, side: side, level: level)
        scratch.borrow(Float.self, count: pass.parts * pass.sumCount) { sums in
            // Each part sums over its own tiles, and the parts are added in order.
            pool.run(parts: pass.parts) { part in
                sum(
                    pass, tiles: pass.tiles(of: part), input: input.floats, outputGradient: outputGradient.floats,
                    into: sums + part * pass.sumCount)
            }
            pool.run(count: pass.inputs, grain: WinogradWeightPass.stripHeight) { rows in
                finish(pass, rows: rows, sums: sums, gradient: weightGradient.floats)
            }
        }
    }

    /// Sums over a range of tiles, a block after the other. Inside of a part this runs on one thread; a part that is
    /// alone divides its blocks among all of them.
    private func sum(
        _ pass: WinogradWeightPass, tiles: Range<Int>, input: UnsafePointer<Float>,
        outputGradient: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>
    ) {
        let length = pass.blockLength(tiles.count)
        let from = WinogradPanels(rows: length, channels: pass.inputs)
        let by = WinogradPanels(rows: length, channels: pass.outputs)
        let matrices = pass.tiles.matrices
        scratch.borrow(Float.self, count: matrices * (from.pointStep + by.pointStep)) { memory in
            let inputs = from.points(at: memory)
            let gradients = by.points(at: memory + matrices * from.pointStep)
            for first in stride(from: tiles.lowerBound, to: tiles.upperBound, by: length) {
                let block = first..<min(first + length, tiles.upperBound)
                pool.run(count: block.count, grain: 16) { range in
                    pass.transform(
                        input, outputGradient, first + range.lowerBound..<first + range.upperBound,
                        inputs.from(tile: range.lowerBound), gradients.from(tile: range.lowerBound))
                }
                pool.run(count: matrices, grain: 1) { points in
                    pass.multiply(
                        inputs, gradients, tiles: block.count, points: points, sums: sums,
                        adding: first > tiles.lowerBound)
                }
            }
        }
    }

    private func finish(
        _ pass: WinogradWeightPass, rows: Range<Int>, sums: UnsafeMutablePointer<Float>,
        gradient: UnsafeMutablePointer<Float>
    ) {
        for part in 1..<max(1, pass.parts) {
            for point in 0..<pass.tiles.matrices {
                let start = point * pass.pointStep + rows.lowerBound * pass.pitch
                nesy_accumulate(level, sums + part * pass.sumCount + start, 1, sums + start, rows.count * pass.pitch)
            }
        }
        nesy_winograd_weight_gradient(
            level, Int32(pass.tiles.side), sums + rows.lowerBound * pass.pitch, pass.pointStep, pass.pitch, rows.count,
            pass.outputs, gradient + rows.lowerBound * pass.outputs, pass.inputs * pass.outputs, pass.outputs)
    }
}

/// The geometry of ``CPUBackend/convolveBackwardWeightsByWinograd(_:side:input:outputGradient:weightGradient:)``.
private struct WinogradWeightPass {
    let tiles: WinogradTiles
    let tiling: nesy_tiling
    let inputImages: nesy_images
    let outputImages: nesy_images
    let inputs: Int
    let outputs: Int
    /// From one row of sums to the next, and from one point to the next.
    let pitch: Int
    let pointStep: Int
    /// Ranges of tiles that are summed independently.
    let parts: Int

    /// Rows of sums that are worked on together.
    static let stripHeight = 16

    init(_ operation: Convolution, side: Int, level: Int32) {
        tiles = WinogradTiles(outputsOf: operation, side: side)
        tiling = tiles.tiling(level: level)
        inputImages = operation.inputImages(
            paddingY: operation.paddingHeight, paddingX: operation.paddingWidth)
        outputImages = operation.outputImages
        inputs = operation.inputChannels
        outputs = operation.outputChannels
        pitch = (outputs.dividedUp(by: panelWidth) | 1) * panelWidth
        pointStep = (inputs * pitch / panelWidth | 1) * panelWidth
        let sumBytes = 4 * tiles.matrices * pointStep
        let most = min(tiles.count / 512, WinogradWeightPass.sumsBytes / sumBytes)
        parts = [8, 4, 2].first { $0 <= most } ?? 1
    }

    /// All sums of a pass with several parts stay within this.
    private static let sumsBytes = 6 << 20

    var sumCount: Int { tiles.matrices * pointStep }

    /// The tiles of a part.
    func tiles(of part: Int) -> Range<Int> {
        let length = tiles.count.dividedUp(by: parts)
        return min(tiles.count, part * length)..<min(tiles.count, (part + 1) * length)
    }

    /// Tiles that are transformed and multiplied before the next ones, of so many.
    func blockLength(_ count: Int) -> Int {
        let limit = parts > 1 ? WinogradTiles.localBytes : WinogradTiles.sharedBytes
        let fitting = limit / (4 * tiles.matrices * (inputs + outputs))
        let longest = min(Int(NESY_MOST_TILES), max(48, fitting))
        return max(1, count.dividedUp(by: count.dividedUp(by: longest)))
    }

    func transform(
        _ input: UnsafePointer<Float>, _ outputGradient: UnsafePointer<Float>, _ range: Range<Int>,
        _ inputs: nesy_points, _ gradients: nesy_points
    ) {
        withUnsafePointers(tiling, inputImages, inputs) {
            nesy_winograd_input($0, $1, input, range.lowerBound, range.upperBound, $2)
        }
        withUnsafePointers(tiling, outputImages, gradients) {
            nesy_winograd_output_gradient($0, $1, outputGradient, range.lowerBound, range.upperBound, $2)
        }
    }

    func multiply(
        _ inputs: nesy_points, _ gradients: nesy_points, tiles: Int, points: Range<Int>,
        sums: UnsafeMutablePointer<Float>, adding: Bool
    ) {
        withUnsafePointers(tiling, inputs, gradients) {
            nesy_winograd_multiply_transposed(
                $0, $1, $2, tiles, points.lowerBound, points.upperBound, self.inputs, outputs, sums, pointStep, pitch,
                adding ? 1 : 0)
        }
    }
}

/// One matrix a point whose panels of columns lie one after another: a row a tile.
private struct WinogradPanels {
    let panelStep: Int
    let pointStep: Int

    init(rows: Int, channels: Int) {
        panelStep = rows * panelWidth
        pointStep = (channels.dividedUp(by: panelWidth) * rows | 1) * panelWidth
    }

    func points(at values: UnsafeMutablePointer<Float>) -> nesy_points {
        nesy_points(values: values, pointStep: pointStep, tileStep: panelWidth, panelStep: panelStep)
    }
}

private let panelWidth = Int(NESY_PANEL)
