/// How much compressed data may grow: a bound for files made to exhaust memory.
public struct ExpansionLimit: Sendable, Hashable {
    /// Bytes out for each byte in.
    public var ratio: Int
    /// Bytes out in total.
    public var total: Int
    /// Up to this size the ratio is not looked at: small files of equal bytes compress very well.
    public var unquestioned: Int

    public init(ratio: Int = 1000, total: Int = 1 << 30, unquestioned: Int = 1 << 24) {
        self.ratio = ratio
        self.total = total
        self.unquestioned = unquestioned
    }

    /// 1000 to 1 and 1 GiB.
    public static let standard = ExpansionLimit()

    func outputBytes(forInput count: Int) -> Int {
        let (scaled, overflow) = count.multipliedReportingOverflow(by: ratio)
        return min(total, max(overflow ? .max : scaled, unquestioned))
    }
}
