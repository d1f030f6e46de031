import CMicro

/// The gradient of the weights of a convolution by Winograd's method: where it reads and writes, and its three steps.
/// The caller divides them.
struct WinogradWeightPass {
    let tiles: WinogradTiles
    let inputs: Int
    let outputs: Int
    /// Ranges of tiles that are summed independently; fixed by the shape, as the order of a sum is.
    let parts: Int
    /// Tiles that are transformed and multiplied before the next ones.
    let blockLength: Int
    private let tiling: nesy_tiling
    private let inputImages: nesy_images
    private let outputImages: nesy_images
    private let input: UnsafePointer<Float>
    private let outputGradient: UnsafePointer<Float>
    private let weightGradient: UnsafeMutablePointer<Float>

    init(
        _ operation: Convolution, side: Int, level: Int32, input: UnsafePointer<Float>,
        outputGradient: UnsafePointer<Float>, weightGradient: UnsafeMutablePointer<Float>
    ) {
        tiles = WinogradTiles(outputsOf: operation, side: side)
        tiling = tiles.tiling(level: level)
        inputImages = operation.inputImages(paddingY: operation.paddingHeight, paddingX: operation.paddingWidth)
        outputImages = operation.outputImages(paddingY: 0, paddingX: 0)
        inputs = operation.inputChannels
        outputs = operation.outputChannels
        self.input = input
        self.outputGradient = outputGradient
        self.weightGradient = weightGradient

        let sumBytes = 4 * tiles.matrices * inputs * outputs
        let most = min(tiles.count / 512, WinogradWeightPass.partBytes / sumBytes)
        parts = [8, 4, 2].first { $0 <= most } ?? 1
        let limit = parts > 1 ? 2 * WinogradTiles.localBytes : WinogradTiles.sharedBytes
        let longest = min(Int(NESY_MOST_TILES), max(48, limit / (4 * tiles.matrices * (inputs + outputs))))
        let count = tiles.count.dividedUp(by: parts)
        blockLength = count.dividedUp(by: count.dividedUp(by: longest))
    }

    /// The sums of all parts together stay within this.
    private static let partBytes = 6 << 20
    /// Sums that are still in a cache when they are transformed back.
    private static let chunkBytes = 6 << 20

    /// The tiles of a part.
    func tiles(of part: Int) -> Range<Int> {
        let length = tiles.count.dividedUp(by: parts)
        return min(tiles.count, part * length)..<min(tiles.count, (part + 1) * length)
    }

    /// Input channels whose sums are worked on together: whole panels.
    var chunkLength: Int {
        let fitting = WinogradWeightPass.chunkBytes / (4 * tiles.matrices * outputs * panelWidth)
        return max(1, fitting) * panelWidth
    }

    func transform(_ range: Range<Int>, into inputs: nesy_points, _ gradients: nesy_points) {
        withUnsafePointers(tiling, inputImages, inputs) {
            nesy_winograd_input($0, $1, input, range.lowerBound, range.upperBound, $2)
        }
        withUnsafePointers(tiling, outputImages, gradients) {
            nesy_winograd_output_gradient($0, $1, outputGradient, range.lowerBound, range.upperBound, $2)
        }
    }

    /// Sums of some rows, of which the first is a multiple of the width of a panel and lies at the front of `memory`.
    func multiply(
        _ inputs: nesy_points, _ gradients: nesy_points, tiles count: Int, points: Range<Int>, rows: Range<Int>,
        into memory: UnsafeMutablePointer<Float>, _ sums: WinogradSums, adding: Bool
    ) {
        withUnsafePointers(tiling, inputs.from(panel: rows.lowerBound / panelWidth), gradients) {
            nesy_winograd_multiply_transposed(
                $0, $1, $2, count, points.lowerBound, points.upperBound, rows.count, outputs, memory,
                sums.pointStep, sums.pitch, adding ? 1 : 0)
        }
    }

    /// Writes rows of the gradient; `firstRow` lies at the front of `memory`.
    func transformBack(
        rows: Range<Int>, from memory: UnsafePointer<Float>, _ sums: WinogradSums, firstRow: Int
    ) {
        nesy_winograd_weight_gradient(
            tiling.level, tiling.side, memory + (rows.lowerBound - firstRow) * sums.pitch, sums.pointStep, sums.pitch,
            rows.count, outputs, weightGradient + rows.lowerBound * outputs, inputs * outputs, outputs)
    }
}

/// How sums over tiles lie in memory: one matrix a point, a row an input channel, a column an output channel.
struct WinogradSums {
    let pitch: Int
    let pointStep: Int

    init(rows: Int, columns: Int) {
        pitch = (columns.dividedUp(by: panelWidth) | 1) * panelWidth
        pointStep = (rows * pitch / panelWidth | 1) * panelWidth
    }
}

/// How transformed tiles lie in memory that are summed over: one matrix a point whose panels of columns follow one
/// another, a row a tile.
struct WinogradPanels {
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

extension nesy_points {
    /// The points of a panel of channels and those after it.
    fileprivate func from(panel: Int) -> nesy_points {
        nesy_points(
            values: values + panel * panelStep, pointStep: pointStep, tileStep: tileStep, panelStep: panelStep)
    }
}

private let panelWidth = Int(NESY_PANEL)
