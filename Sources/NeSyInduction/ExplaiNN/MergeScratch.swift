/// Memory that one thread prices with, one merge after the other.
final class MergeScratch {
    private var memory: [UInt64] = []
    private var totals: [UInt64] = []

    /// Room for the histogram of one class, and zeros for the sum of the classes.
    func withHistograms<Result>(
        _ capacity: Int, _ body: (_ one: UnsafeMutablePointer<UInt64>, _ sum: UnsafeMutablePointer<UInt64>) -> Result
    ) -> Result {
        if memory.count < capacity {
            memory = [UInt64](repeating: 0, count: capacity)
            totals = memory
        }
        return memory.withUnsafeMutableBufferPointer { one in
            totals.withUnsafeMutableBufferPointer { sum in
                sum.baseAddress!.update(repeating: 0, count: capacity)
                return body(one.baseAddress!, sum.baseAddress!)
            }
        }
    }
}
