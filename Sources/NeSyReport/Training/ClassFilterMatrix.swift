import NeSyFormats
import NeSyTensor

/// How strongly every filter answers to every class, a row a class and a column a filter: white where not at all, dark
/// where as much as to the class it answers to most. Columns stand under the class that is darkest, those of equal
/// class by how much darker it is than the others, silent ones last: filters of one class each make a staircase.
public struct ClassFilterMatrix: Sendable {
    private let means: [[Double]]

    /// - Parameter means: the mean norm of every filter over the images of every class, `[class][filter]`.
    /// - Precondition: there are classes and filters, and every class has all filters.
    public init(means: [[Double]]) {
        precondition(!means.isEmpty && !means[0].isEmpty && means.allSatisfy { $0.count == means[0].count })
        self.means = means
    }

    public func image() -> RasterImage {
        let columns = means[0].indices.map(column).sorted {
            ($0.first, $0.contrast, $0.filter) < ($1.first, $1.contrast, $1.filter)
        }
        let cell = (width: max(2, min(12, 1024 / columns.count)), height: max(4, min(16, 512 / means.count)))
        var pixels: [UInt8] = []
        pixels.reserveCapacity(cell.width * cell.height * columns.count * means.count)
        for label in means.indices {
            let row = columns.flatMap { column in
                [UInt8](repeating: Palette.grey(column.values[label]).red, count: cell.width)
            }
            for _ in 0..<cell.height { pixels += row }
        }
        return RasterImage(
            width: cell.width * columns.count, height: cell.height * means.count, channels: 1, pixels)
    }

    private struct Column {
        let filter: Int
        /// The class with the largest mean; behind all classes for a silent filter.
        let first: Int
        /// The mean share of all classes; the smaller, the more it stands out.
        let contrast: Double
        let values: [Float]
    }

    private func column(of filter: Int) -> Column {
        let column = means.map { $0[filter] }
        let largest = column.max() ?? 0
        let values = column.map { largest > 0 && $0.isFinite ? $0 / largest : 0 }
        return Column(
            filter: filter, first: largest > 0 ? column.firstIndex(of: largest) ?? 0 : means.count,
            contrast: values.reduce(0, +) / Double(values.count), values: values.map { Float($0) })
    }
}
