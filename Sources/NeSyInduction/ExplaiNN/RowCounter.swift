import CMicro
import NeSyCompute

/// How many of some bit columns are set, for every row: bit-sliced, in as many planes as the largest count needs.
struct RowCounter {
    let words: Int
    let planeCount: Int
    private(set) var planes: [UInt64]

    /// The planes that counts up to `columns` need.
    static func planeCount(for columns: Int) -> Int { Int.bitWidth - columns.leadingZeroBitCount }

    /// - Parameter fill: adds at most `columns` columns.
    init(words: Int, columns: Int, fill: (inout RowCounter) -> Void) {
        self.words = words
        planeCount = RowCounter.planeCount(for: columns)
        planes = [UInt64](repeating: 0, count: planeCount * words)
        fill(&self)
    }

    mutating func add(_ column: UnsafePointer<UInt64>) {
        planes.withUnsafeMutableBufferPointer {
            nesy_planes_add(VectorLevel.best.rawValue, $0.baseAddress!, planeCount, column, words)
        }
    }

    /// The rows with a count, which must not be 0.
    func rows(where value: Int) -> [UInt64] {
        precondition(value > 0)
        return [UInt64](unsafeUninitializedCapacity: words) { rows, filled in
            nesy_planes_equal(
                VectorLevel.best.rawValue, planes, planeCount, words, UInt64(value), rows.baseAddress!)
            filled = words
        }
    }
}
