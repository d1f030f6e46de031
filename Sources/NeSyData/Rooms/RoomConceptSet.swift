/// A set of concepts, as bits.
public struct RoomConceptSet: OptionSet, Sendable, Hashable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public init(_ concept: RoomConcept) { rawValue = 1 << UInt16(concept.rawValue) }

    /// The wall and the floor, which every scene shows.
    public static let background = RoomConceptSet(.wall).union(RoomConceptSet(.floor))

    public func contains(_ concept: RoomConcept) -> Bool { contains(RoomConceptSet(concept)) }

    mutating func insert(_ concept: RoomConcept) { insert(RoomConceptSet(concept)) }

    public var count: Int { rawValue.nonzeroBitCount }

    /// The members in the order of their ids.
    public var concepts: [RoomConcept] { RoomConcept.allCases.filter { contains($0) } }

    /// The objects alone, without wall and floor.
    public var objects: [RoomConcept] { subtracting(.background).concepts }
}
