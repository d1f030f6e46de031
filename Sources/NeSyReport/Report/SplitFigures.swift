/// How good network and rules are on one set of images, as shares of all of them.
public struct SplitFigures: Sendable, Hashable {
    /// How many images there are.
    public var images: Int
    /// Images whose class the rules name; those without a class count as wrong.
    public var accuracy: Double
    /// Images that get the class the network gives them.
    public var fidelity: Double?
    /// Images whose class the network names.
    public var networkAccuracy: Double?
    /// Images without a class from the rules.
    public var unclassified: Double
    /// How many images no rule applies to, also where they get a default class.
    public var uncovered: Int

    public init(
        images: Int, accuracy: Double, fidelity: Double? = nil, networkAccuracy: Double? = nil, unclassified: Double,
        uncovered: Int
    ) {
        self.images = images
        self.accuracy = accuracy
        self.fidelity = fidelity
        self.networkAccuracy = networkAccuracy
        self.unclassified = unclassified
        self.uncovered = uncovered
    }
}
