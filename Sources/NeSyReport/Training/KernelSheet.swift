import NeSyFormats
import NeSyTensor

/// The kernels of a convolution side by side: grey or in colour where it reads images, the mean over its inputs where
/// it reads maps. Mid grey is 0, and the largest weight of a kernel is black or white.
public struct KernelSheet: Sendable {
    /// The most kernels that are drawn; the first ones.
    public static let limit = 256

    private let kernels: Tensor

    /// - Parameter kernels: `[height, width, input, output]`.
    public init(_ kernels: Tensor) {
        precondition(kernels.shape.rank == 4 && kernels.count > 0)
        self.kernels = kernels
    }

    public func image() -> RasterImage {
        let count = min(kernels.shape[3], KernelSheet.limit)
        let side = max(kernels.shape[0], kernels.shape[1])
        let columns = (1...count).first { $0 * $0 >= count } ?? count
        let tiles = (0..<count).map { tile($0).enlarged(by: max(1, 24 / side)) }
        return Montage(tiles, columns: columns).image()
    }

    private func tile(_ filter: Int) -> RasterImage {
        let (height, width, inputs) = (kernels.shape[0], kernels.shape[1], kernels.shape[2])
        let channels = inputs == 3 ? 3 : 1
        var weights = [Float](repeating: 0, count: height * width * channels)
        for place in 0..<height * width {
            for input in 0..<inputs {
                let weight = kernels.values[(place * inputs + input) * kernels.shape[3] + filter]
                weights[place * channels + input % channels] += weight
            }
        }
        let largest = weights.reduce(0) { max($0, abs($1)) }
        let scale = largest > 0 && largest.isFinite ? 0.5 / largest : 0
        return RasterImage(pixels: Tensor([height, width, channels], weights.map { 0.5 + $0 * scale }))
    }
}
