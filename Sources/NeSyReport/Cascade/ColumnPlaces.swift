/// Places along a column that come as near as can be to those wished for, in the given order and without overlap: the
/// least squares under `place[i + 1] - place[i] >= distance`, by pooling neighbours that get in each other's way
/// (isotonic regression; Barlow and Brunk, 1972).
enum ColumnPlaces {
    /// - Parameters:
    ///   - wishes: the middles wished for, in order.
    ///   - heights: of the boxes.
    ///   - gap: between two boxes.
    static func solve(wishes: [Double], heights: [Double], gap: Double) -> [Double] {
        // With the least distances taken off, places need only not fall.
        var offsets: [Double] = []
        for index in wishes.indices {
            offsets.append(index == 0 ? 0 : offsets[index - 1] + (heights[index - 1] + heights[index]) / 2 + gap)
        }
        var pools: [(sum: Double, count: Int)] = []
        for index in wishes.indices {
            pools.append((wishes[index] - offsets[index], 1))
            while pools.count > 1 {
                let (last, before) = (pools[pools.count - 1], pools[pools.count - 2])
                guard before.sum / Double(before.count) > last.sum / Double(last.count) else { break }
                pools.removeLast(2)
                pools.append((before.sum + last.sum, before.count + last.count))
            }
        }
        let bases = pools.flatMap { [Double](repeating: $0.sum / Double($0.count), count: $0.count) }
        return zip(bases, offsets).map { $0 + $1 }
    }
}
