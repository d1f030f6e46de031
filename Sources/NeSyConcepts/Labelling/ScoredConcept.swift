/// A concept with how well it fits a filter.
public struct ScoredConcept: Sendable, Hashable {
    public var name: String
    public var score: Double

    public init(name: String, score: Double) {
        self.name = name
        self.score = score
    }
}
