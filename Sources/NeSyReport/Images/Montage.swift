import NeSyFormats

/// Images side by side in rows, on a ground of one colour: a contact sheet.
public struct Montage: Sendable, Hashable {
    /// 8 bits a sample; nil leaves a place empty.
    public var tiles: [RasterImage?]
    public var columns: Int
    /// Pixels between tiles and around them.
    public var gap: Int
    public var ground: Colour

    /// - Precondition: there is a column, and tiles have 8 bits a sample.
    public init(
        _ tiles: [RasterImage?], columns: Int, gap: Int = 2, ground: Colour = Colour(red: 255, green: 255, blue: 255)
    ) {
        precondition(columns > 0 && gap >= 0)
        self.tiles = tiles
        self.columns = columns
        self.gap = gap
        self.ground = ground
    }

    /// The sheet in RGB. Every tile gets the place of the largest and stands at its upper left.
    public func image() -> RasterImage {
        let tileWidth = tiles.reduce(1) { max($0, $1?.width ?? 1) }
        let tileHeight = tiles.reduce(1) { max($0, $1?.height ?? 1) }
        let across = min(columns, max(1, tiles.count))
        let down = max(1, (tiles.count + columns - 1) / columns)
        let width = across * (tileWidth + gap) + gap
        let height = down * (tileHeight + gap) + gap
        var canvas: [UInt8] = []
        canvas.reserveCapacity(width * height * 3)
        for _ in 0..<width * height { canvas += ground.channels }
        for (index, tile) in tiles.enumerated() {
            guard let tile = tile?.rgb else { continue }
            guard case .eightBit(let samples) = tile.samples else { preconditionFailure("a tile of 16 bits") }
            let left = gap + index % columns * (tileWidth + gap)
            let top = gap + index / columns * (tileHeight + gap)
            for y in 0..<tile.height {
                let target = ((top + y) * width + left) * 3
                let source = y * tile.width * 3
                let length = tile.width * 3
                canvas.replaceSubrange(target..<target + length, with: samples[source..<source + length])
            }
        }
        return RasterImage(width: width, height: height, channels: 3, canvas)
    }
}
