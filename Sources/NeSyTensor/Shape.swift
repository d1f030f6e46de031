/// The extents of a dense array, outermost first. Images are `[batch, height, width, channels]` inside the
/// engine; convolution weights are `[height, width, input, output]`.
public struct Shape: Sendable, Hashable {
    public private(set) var extents: [Int]

    /// - Precondition: no extent is negative.
    public init(_ extents: [Int]) {
        precondition(extents.allSatisfy { $0 >= 0 }, "negative extent in \(extents)")
        self.extents = extents
    }

    public var rank: Int { extents.count }

    /// The number of elements; 1 for rank 0.
    public var count: Int { extents.reduce(1, *) }

    public subscript(axis: Int) -> Int { extents[axis] }
}

extension Shape: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
    public var description: String { "[" + extents.map(String.init).joined(separator: ", ") + "]" }
}
