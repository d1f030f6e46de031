import CMicro

/// How transformed tiles lie in memory, as one matrix a point: a row a tile, channels side by side.
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
    /// Transformed tiles that stay in the second cache of a core.
    static let localBytes = 1 << 20
    /// Transformed tiles that several passes over a block may take.
    static let sharedBytes = 32 << 20
    /// Fewer tiles are not worth reading the weights for.
    static let shortest = 24

    func tiling(level: Int32) -> nesy_tiling {
        nesy_tiling(level: level, side: Int32(side), tilesY: down, tilesX: across)
    }
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

    func outputImages(paddingY: Int, paddingX: Int) -> nesy_images {
        nesy_images(
            height: outputHeight, width: outputWidth, channels: outputChannels, paddingY: paddingY,
            paddingX: paddingX)
    }
}

private let panelWidth = Int(NESY_PANEL)
