/// Bytes that may still be spent on the pictures of a page; nil for no limit.
struct ByteBudget: Sendable, Hashable {
    private(set) var left: Int?

    init(_ bytes: Int?) { left = bytes.map { max(0, $0) } }

    /// What a file costs inside a page, where it stands as Base64 with its name and a few figures.
    static func cost(of bytes: Int) -> Int { (bytes + 2) / 3 * 4 + 400 }

    /// Whether a file of so many bytes still fits.
    func holds(_ bytes: Int) -> Bool { left.map { ByteBudget.cost(of: bytes) <= $0 } ?? true }

    mutating func spend(_ bytes: Int) { left = left.map { max(0, $0 - ByteBudget.cost(of: bytes)) } }

    /// A part of what is left.
    func share(_ part: Double) -> ByteBudget { ByteBudget(left.map { Int(Double($0) * part) }) }
}
