/// What can be seen in a generated room. The raw value is the id in the mask.
public enum RoomConcept: UInt8, Sendable, Hashable, CaseIterable {
    case wall, floor, bed, lamp, tub, toilet, stove, fridge, table, chair, plant, rug, window, picture

    public var name: String { String(describing: self) }

    public init?(name: String) {
        guard let concept = RoomConcept.allCases.first(where: { $0.name == name }) else { return nil }
        self = concept
    }

    /// Where an object belongs.
    enum Place {
        /// Wholly on the wall.
        case wall
        /// Its base on the floor; the body may reach up into the wall.
        case standing
        /// Wholly on the floor.
        case lying
    }

    var place: Place {
        switch self {
        case .window, .picture: .wall
        case .rug: .lying
        default: .standing
        }
    }

    /// Width and height in pixels of a 64 pixel scene.
    /// - Precondition: the concept is an object, not the wall or the floor.
    var extent: (width: ClosedRange<Int>, height: ClosedRange<Int>) {
        switch self {
        case .wall, .floor: preconditionFailure("the \(name) has no extent of its own")
        case .bed: (20...26, 12...15)
        case .lamp: (10...13, 16...22)
        case .tub: (18...24, 11...14)
        case .toilet: (13...17, 15...19)
        case .stove: (13...18, 13...18)
        case .fridge: (11...14, 20...26)
        case .table: (18...24, 13...18)
        case .chair: (10...13, 14...18)
        case .plant: (16...20, 16...20)
        case .rug: (22...28, 8...10)
        case .window: (13...18, 13...18)
        case .picture: (10...14, 8...11)
        }
    }

    /// Whether width and height are one number.
    var isSquare: Bool { self == .stove || self == .plant || self == .window }

    /// Whether a true rule of some class reads the concept, so that it cannot be planted as a confounder.
    public var definesClass: Bool {
        switch self {
        case .bed, .tub, .toilet, .stove, .fridge, .table, .wall, .floor: true
        case .lamp, .chair, .plant, .rug, .window, .picture: false
        }
    }
}
