/// The concept of every pixel of one image.
public struct ConceptMask: Sendable, Hashable {
    public let height: Int
    public let width: Int
    /// Positions in the list of concepts, row by row; -1 where no concept is.
    public let ids: [Int32]

    /// What a pixel without concept holds.
    static let void: Int32 = -1
}
