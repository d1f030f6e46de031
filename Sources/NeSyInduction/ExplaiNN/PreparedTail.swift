/// A rule's tail within the rows of a head.
final class PreparedTail: Sendable {
    /// |Y|.
    let size: Int
    /// How many of the tail are set, per row.
    let counter: RowCounter
    /// For a tail of one item: in how many rows with exactly so many head items it is set.
    let ones: [Int]
    /// The code words of the tail.
    let bits: Double
    /// Where a rule covers all rows in which it applies: what the tails then cost less, per head threshold.
    let saved: [Double]
    /// Where it covers those in which it holds: what is left of each tail, cut down.
    let left: [UInt64]
    /// And what is left of it in the whole table.
    let leftCounts: [Int]

    init(
        size: Int, counter: RowCounter, ones: [Int], bits: Double, saved: [Double], left: [UInt64],
        leftCounts: [Int]
    ) {
        self.size = size
        self.counter = counter
        self.ones = ones
        self.bits = bits
        self.saved = saved
        self.left = left
        self.leftCounts = leftCounts
    }
}
