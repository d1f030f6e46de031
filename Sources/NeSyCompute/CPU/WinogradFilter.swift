import CMicro

/// A convolution by Winograd's method, forward or for the gradient of the input: where it reads and writes, and its
/// four steps. The caller divides them.
struct WinogradFilter {
    let tiles: WinogradTiles
    let level: Int32
    /// The images that are read, and those that are written.
    let source: nesy_images
    let pixels: UnsafePointer<Float>
    let target: nesy_images
    let results: UnsafeMutablePointer<Float>
    let weights: UnsafePointer<Float>
    /// Whether the kernel is turned round, and its channels change places.
    let isBackward: Bool
    let epilogue: nesy_epilogue

    /// Channels that are summed over.
    var depth: Int { source.channels }
    var columns: Int { target.channels }
    private var tiling: nesy_tiling { tiles.tiling(level: level) }

    /// Bytes that a tile takes while it is worked on.
    var tileBytes: Int { 4 * tiles.matrices * (depth + columns) }

    /// Floats from one point to the next of so many packed panels of weights.
    func packedStep(panels: Int) -> Int { panels * depth * panelWidth + panelWidth }

    func transformWeights(panels: Range<Int>, into packed: UnsafeMutablePointer<Float>, step: Int) {
        let (inputs, outputs) = isBackward ? (columns, depth) : (depth, columns)
        nesy_winograd_weights(
            level, Int32(tiles.side), weights, inputs, outputs, isBackward ? 1 : 0, panels.lowerBound,
            panels.upperBound, packed, step)
    }

    func transformInput(_ range: Range<Int>, into points: nesy_points) {
        withUnsafePointers(tiling, source, points) {
            nesy_winograd_input($0, $1, pixels, range.lowerBound, range.upperBound, $2)
        }
    }

    func multiply(
        _ inputs: nesy_points, tiles count: Int, points: Range<Int>, packed: UnsafePointer<Float>, step: Int,
        columns: Int, into products: nesy_points
    ) {
        withUnsafePointers(tiling, inputs, products) {
            nesy_winograd_multiply(
                $0, $1, count, depth, points.lowerBound, points.upperBound, packed, step, columns, $2)
        }
    }

    func writeOutput(_ range: Range<Int>, columns: Range<Int>, from products: nesy_points) {
        withUnsafePointers(tiling, target, products) { tiling, target, products in
            withUnsafePointer(to: epilogue) { epilogue in
                nesy_winograd_output(
                    tiling, target, results, range.lowerBound, range.upperBound, columns.lowerBound,
                    columns.upperBound, products, epilogue)
            }
        }
    }
}

private let panelWidth = Int(NESY_PANEL)
