/// The mean cosine between the flattened map of each of some filters and those of all filters, on the images of that
/// filter. Images are added one by one.
public struct MapSimilarities: Sendable, Hashable {
    public let filters: [Int]
    public let filterCount: Int
    private var sums: [Double]
    private var images: [Int]

    /// - Parameters:
    ///   - filters: whose companions are wanted.
    ///   - filterCount: how many filters the layer has.
    public init(filters: [Int], filterCount: Int) {
        precondition(filters.allSatisfy { (0..<filterCount).contains($0) })
        self.filters = filters
        self.filterCount = filterCount
        sums = [Double](repeating: 0, count: filters.count * filterCount)
        images = [Int](repeating: 0, count: filters.count)
    }

    /// Adds an image for the filters at the given rows. A map of zeros is like none.
    /// - Parameter maps: of all filters, `[positions, filterCount]`.
    public mutating func add(_ maps: ArraySlice<Float>, rows: [Int]) {
        precondition(maps.count % filterCount == 0)
        var squares = [Double](repeating: 0, count: filterCount)
        var products = [Double](repeating: 0, count: rows.count * filterCount)
        for start in stride(from: maps.startIndex, to: maps.endIndex, by: filterCount) {
            for other in 0..<filterCount { squares[other] += Double(maps[start + other]) * Double(maps[start + other]) }
            for (number, row) in rows.enumerated() {
                let own = Double(maps[start + filters[row]])
                if own == 0 { continue }
                for other in 0..<filterCount {
                    products[number * filterCount + other] += own * Double(maps[start + other])
                }
            }
        }
        for (number, row) in rows.enumerated() {
            images[row] += 1
            for other in 0..<filterCount {
                let length = (squares[filters[row]] * squares[other]).squareRoot()
                if length > 0 { sums[row * filterCount + other] += products[number * filterCount + other] / length }
            }
        }
    }

    /// The mean over the images added; 0 before the first.
    public subscript(row: Int, filter: Int) -> Double {
        images[row] == 0 ? 0 : sums[row * filterCount + filter] / Double(images[row])
    }
}
