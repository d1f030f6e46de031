import CMicro
import NeSyCompute

/// How many of some bit columns are set, for every row: bit-sliced, in as many planes as the largest count needs.
struct RowCounter: Sendable {
    let words: Int
    let planeCount: Int
    private let level: VectorLevel
    private(set) var planes: [UInt64]

    /// The planes that counts up to `columns` need.
    static func planeCount(for columns: Int) -> Int { Int.bitWidth - columns.leadingZeroBitCount }

    /// - Parameter fill: adds at most `columns` columns.
    init(words: Int, columns: Int, level: VectorLevel = .best, fill: (inout RowCounter) -> Void) {
        self.words = words
        self.level = level
        planeCount = RowCounter.planeCount(for: columns)
        planes = [UInt64](repeating: 0, count: planeCount * words)
        fill(&self)
    }

    /// The sum of two counters, which is at most `columns`.
    init(_ a: RowCounter, _ b: RowCounter, columns: Int) {
        let count = RowCounter.planeCount(for: columns)
        planes = RowCounter.withSum(a, b, planeCount: count) { sum in
            [UInt64](unsafeUninitializedCapacity: count * a.words) { planes, filled in
                nesy_sum_planes(a.level.rawValue, &sum, planes.baseAddress!)
                filled = count * a.words
            }
        }
        words = a.words
        level = a.level
        planeCount = count
    }

    mutating func add(_ column: UnsafePointer<UInt64>) {
        planes.withUnsafeMutableBufferPointer {
            nesy_planes_add(level.rawValue, $0.baseAddress!, planeCount, column, words)
        }
    }

    /// The rows with a count, which must not be 0.
    func rows(where value: Int) -> [UInt64] {
        precondition(value > 0)
        return [UInt64](unsafeUninitializedCapacity: words) { rows, filled in
            nesy_planes_equal(level.rawValue, planes, planeCount, words, UInt64(value), rows.baseAddress!)
            filled = words
        }
    }

    /// The elements that a histogram of counts up to `columns` takes.
    static func histogramCount(for columns: Int) -> Int { max(8, 1 << planeCount(for: columns)) }

    /// In how many rows of a set, or of all, the sum of two counters is 1, 2 … `columns`, at most; 0 is left out.
    static func countSums(
        _ a: RowCounter, _ b: RowCounter, upTo columns: Int, in set: UnsafePointer<UInt64>?,
        _ histogram: UnsafeMutablePointer<UInt64>
    ) {
        withSum(a, b, planeCount: planeCount(for: columns)) { sum in
            nesy_sum_histogram(a.level.rawValue, &sum, set, columns, histogram)
        }
    }

    private static func withSum<Result>(
        _ a: RowCounter, _ b: RowCounter, planeCount: Int, _ body: (inout nesy_counter_sum) -> Result
    ) -> Result {
        precondition(a.words == b.words && planeCount <= Int(NESY_PLANES))
        return a.planes.withUnsafeBufferPointer { left in
            b.planes.withUnsafeBufferPointer { right in
                var sum = nesy_counter_sum(
                    left: left.baseAddress!, right: right.baseAddress!, leftPlanes: a.planeCount,
                    rightPlanes: b.planeCount, planes: planeCount, words: a.words)
                return body(&sum)
            }
        }
    }
}
