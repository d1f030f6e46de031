import NeSyTensor

/// A planted bias: an object that does not define any class, but comes with one class far more often than
/// with the others.
public struct RoomConfounder: Sendable, Hashable {
    public var concept: RoomConcept
    public var roomClass: RoomClass
    /// The probability of the object in its class, and of its absence elsewhere; 0.5 plants nothing.
    public var strength: Double

    /// 0.8 leaves no trace in the learned rules and at 1.0 nothing is left to repair with.
    public static let defaultStrength = 0.9

    public init(_ concept: RoomConcept, in roomClass: RoomClass, strength: Double = defaultStrength) {
        self.concept = concept
        self.roomClass = roomClass
        self.strength = strength
    }

    /// Reads `concept:class` or `concept:class:strength`, as in `rug:bedroom:0.9`.
    public init(parsing text: String) throws(NeSyError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3 else {
            throw NeSyError(
                .usage, "A confounder could not be read.", expected: "CONCEPT:CLASS or CONCEPT:CLASS:STRENGTH",
                found: text, remedy: "Write for instance rug:bedroom:0.9")
        }
        guard let concept = RoomConcept(name: parts[0]), !concept.definesClass else {
            let allowed = RoomConcept.allCases.filter { !$0.definesClass }.map(\.name)
            throw NeSyError(
                .usage, "A confounder must be an object that no true rule reads.",
                expected: "one of \(allowed.joined(separator: ", "))", found: parts[0])
        }
        guard let roomClass = RoomClass(name: parts[1]) else {
            throw NeSyError(
                .usage, "A confounder names an unknown class.",
                expected: "one of \(RoomClass.allCases.map(\.name).joined(separator: ", "))", found: parts[1])
        }
        var strength = RoomConfounder.defaultStrength
        if parts.count == 3 {
            guard let value = Double(parts[2]), value >= 0, value <= 1 else {
                throw NeSyError(
                    .usage, "The strength of a confounder is a probability.", expected: "a number from 0 to 1",
                    found: parts[2])
            }
            strength = value
        }
        self.init(concept, in: roomClass, strength: strength)
    }

    /// How often the object is shown in scenes of a class.
    func probability(in split: DataSplit, of roomClass: RoomClass) -> Double {
        let own = roomClass == self.roomClass
        switch split {
        case .testShift, .trainBalanced, .interventions: return 0.5
        case .testAnti: return own ? 1 - strength : strength
        default: return own ? strength : 1 - strength
        }
    }
}
