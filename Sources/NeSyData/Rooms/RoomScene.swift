/// One generated picture with what is known about it.
public struct RoomScene: Sendable, Hashable {
    /// Width and height.
    public let size: Int
    /// RGB, row by row.
    public let pixels: [UInt8]
    /// The ``RoomConcept`` id of every pixel.
    public let mask: [UInt8]
    /// What can be seen, wall and floor included: exactly the ids that occur in the mask.
    public let concepts: RoomConceptSet
    /// The class by the true rules.
    public let trueClass: RoomClass
    /// The class it is labelled with; another than the true one only where label noise was asked for.
    public let label: RoomClass
}
