import CMicro
import NeSyCompute

/// For every prefix of a list of heads: in how many rows exactly so many of them are set; of all rows, of a tail's, and
/// of those that are left of the tail. Memory that one thread uses for one tail after the other.
final class PrefixHistograms {
    private let pitch: Int
    private let memory: UnsafeMutablePointer<UInt64>
    private let capacity: Int
    private let level: VectorLevel
    private var leftIsTail = true

    /// - Parameter capacity: the longest list.
    init(capacity: Int, level: VectorLevel = .best) {
        self.level = level
        self.capacity = capacity
        pitch = RowCounter.histogramCount(for: capacity)
        memory = .allocate(capacity: 3 * capacity * pitch)
    }

    deinit { memory.deallocate() }

    private var all: UnsafeMutablePointer<UInt64> { memory }
    private var inTail: UnsafeMutablePointer<UInt64> { memory + capacity * pitch }
    private var inLeft: UnsafeMutablePointer<UInt64> { leftIsTail ? inTail : memory + 2 * capacity * pitch }

    /// - Parameter left: nil when all of the tail is left.
    func fill(
        _ heads: HeadColumns, _ list: ArraySlice<Int>, tail: UnsafePointer<UInt64>, left: UnsafePointer<UInt64>?
    ) {
        precondition(list.count <= capacity)
        leftIsTail = left == nil
        heads.matrix.words.withUnsafeBufferPointer { words in
            let columns = list.map { words.baseAddress! + $0 * heads.words }
            nesy_prefix_histograms(level.rawValue, columns, list.count, tail, heads.words, pitch, all, inTail)
            if let left {
                nesy_prefix_histograms(level.rawValue, columns, list.count, left, heads.words, pitch, all, inLeft)
            }
        }
    }

    /// The rows with exactly `count` of the first `prefix + 1` heads.
    func rows(prefix: Int, count: Int) -> (applies: Int, holds: Int, left: Int) {
        let place = prefix * pitch + count
        return (Int(all[place]), Int(inTail[place]), Int(inLeft[place]))
    }

    /// The rows with any of the first `prefix + 1` heads.
    func totals(prefix: Int) -> (applies: Int, holds: Int, left: Int) {
        var (applies, holds, left) = (0, 0, 0)
        for count in 1...prefix + 1 {
            let exact = rows(prefix: prefix, count: count)
            applies += exact.applies
            holds += exact.holds
            left += exact.left
        }
        return (applies, holds, left)
    }
}
