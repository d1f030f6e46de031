/// The tiles of Winograd's F(side x side, 3x3) over a batch of images, and the blocks in which they are worked off so
/// that the transformed images of a block fit into a workspace.
///
/// A tile is a square of `side` x `side` pixels that are written; it is computed from (side + 2) x (side + 2) pixels
/// that are read. Transformed, it is one row in each of (side + 2) x (side + 2) matrices.
struct WinogradTiles: Hashable {
    /// Pixels on a side of a tile: 2 or 4.
    let side: Int
    let batch: Int
    /// Pixels of an image that the tiles cover.
    let height: Int
    let width: Int

    var down: Int { height.dividedUp(by: side) }
    var across: Int { width.dividedUp(by: side) }
    var count: Int { batch * down * across }
    var matrices: Int { (side + 2) * (side + 2) }

    /// A run of tiles.
    struct Block: Hashable {
        var first: Int
        var tiles: Int
    }

    /// As few runs of nearly equal length as the workspace allows.
    ///
    /// All but the last are a multiple of ``granularity``, and none is cut smaller for a workspace that is too small
    /// for it, as that would leave a device idle.
    /// - Parameters:
    ///   - channels: channels of the images that are read and of those that are written, together.
    ///   - bytes: of the transformed images of both.
    func blocks(channels: Int, workspace bytes: Int) -> [Block] {
        let granularity = WinogradTiles.granularity
        let fitting = max(bytes / (4 * matrices * channels) / granularity, 1) * granularity
        let step = count.dividedUp(by: count.dividedUp(by: fitting)).dividedUp(by: granularity) * granularity
        return stride(from: 0, to: count, by: step).map { Block(first: $0, tiles: min(step, count - $0)) }
    }

    /// Rows that one group of a matrix product computes.
    private static let granularity = 128
}

extension WinogradTiles {
    /// The tiles that the forward pass writes, and the gradient of the weights reads.
    init(outputsOf operation: Convolution, side: Int) {
        self.init(
            side: side, batch: operation.batch, height: operation.outputHeight, width: operation.outputWidth)
    }

    /// The tiles of the gradient of the input.
    init(inputsOf operation: Convolution, side: Int) {
        self.init(side: side, batch: operation.batch, height: operation.height, width: operation.width)
    }
}
