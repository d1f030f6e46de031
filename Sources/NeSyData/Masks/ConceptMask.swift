/// The concept of every pixel of one image.
public struct ConceptMask: Sendable, Hashable {
    public let height: Int
    public let width: Int
    /// Positions in the list of concepts, row by row.
    public let ids: [Int32]
}
