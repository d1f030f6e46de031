/// When an activation counts as set.
public enum ItemThreshold: Sendable, Hashable {
    /// Where it is above this value; the paper takes 0 (Fischer et al., B.1).
    case above(Double)
    /// Where it is above this quantile of the values of its own item, so that an item is set in at most a share of
    /// 1 - q of the rows. Our reading, for dense layers: quantiles are taken from at most ``sampleLimit`` rows, spread
    /// evenly over all.
    case quantile(Double)

    /// Rows that quantiles are taken from.
    public static let sampleLimit = 4096

    /// The rows of the sample, ascending.
    static func sample(of rows: Int) -> [Int] {
        let count = min(rows, sampleLimit)
        return (0..<count).map { $0 * rows / count }
    }

    /// The position of the quantile among `count` values in ascending order.
    static func rank(of quantile: Double, among count: Int) -> Int {
        min(count - 1, max(0, Int((quantile * Double(count)).rounded(.up)) - 1))
    }

    /// The least value that a device finds at or above, for everything above the threshold. Devices may take the
    /// smallest numbers for zero, so above zero means at least the smallest normal number.
    static func leastValue(above threshold: Float) -> Float {
        threshold == 0 ? .leastNormalMagnitude : threshold.nextUp
    }
}
